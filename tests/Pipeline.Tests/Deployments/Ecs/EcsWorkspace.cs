using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime;
using Nuke.Common.IO;
using Pipeline.Aws.Ecs;
using Pipeline.Aws.Json;
using Pipeline.Catalog;
using Pipeline.Deployments;
using Pipeline.Deployments.Audit;
using Pipeline.Deployments.Ecs;
using Pipeline.Deployments.Ecs.Rollouts;
using Pipeline.Deployments.Promotions;
using Pipeline.Deployments.Targets;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images;
using Pipeline.Tests.Deployments.GitOps;
using Pipeline.Tests.Deployments.GitOps.Promotions;
using Pipeline.Tests.Images.Registries;

namespace Pipeline.Tests.Deployments.Ecs;

/// <summary>A platform with one service, and the cluster that it is deployed to.</summary>
internal sealed class EcsWorkspace : IAsyncDisposable
{
    private readonly CommittedSources sources;
    private readonly SeededRegistry? registry;
    private int built;

    private EcsWorkspace(CommittedSources sources, SeededRegistry? registry)
    {
        (this.sources, this.registry) = (sources, registry);
        Service = Cluster.Create("auth", NewDefinition());
    }

    public FakeEcs Cluster { get; } = new();

    /// <summary>The service in the cluster; it runs an image of others at first.</summary>
    public FakeService Service { get; }

    public EcsTask Task { get; set; } = new();

    /// <summary>How long a deployment may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    public string ClusterName { get; set; } = FakeEcs.Cluster;

    public string SecretKey { get; set; } = Polyfills.Tests.Aws.FakeAws.SecretKey;

    /// <summary>Where the logs of tasks are read; null: nowhere.</summary>
    public string? Logs { get; set; }

    public ImmutableArray<Freeze> Freezes { get; set; } = [];

    public AbsolutePath Root { get; } = Directory.CreateTempSubdirectory("pipeline-").FullName;

    /// <summary>What the operations of a name were given.</summary>
    public JsonObject[] Calls(string operation) =>
        [.. Cluster.Calls.Where(call => call.Operation == operation).Select(call => call.Input)];

    /// <summary>The revision that the service runs.</summary>
    public JsonObject Running => Cluster.Definitions.Find(Service.TaskDefinition);

    /// <summary>The container of the service in that.</summary>
    public JsonObject Container => Running["containerDefinitions"]![1]!.AsObject();

    /// <param name="sources">What images are built from.</param>
    /// <param name="withRegistry">True: images are in a registry, as what asks it needs.</param>
    public static async Task<EcsWorkspace> Create(CommittedSources sources, bool withRegistry = false) =>
        new(sources, withRegistry ? await SeededRegistry.Start() : null);

    /// <summary>A definition with a sidecar, and values that a careless tool loses.</summary>
    public static JsonObject NewDefinition() =>
        JsonNode
            .Parse(
                """
                {
                  "family": "auth", "networkMode": "awsvpc", "cpu": "256", "memory": "512",
                  "requiresCompatibilities": ["FARGATE"], "enableFaultInjection": false,
                  "executionRoleArn": "arn:aws:iam::123456789012:role/execution",
                  "containerDefinitions": [
                    { "name": "proxy", "image": "envoy:1", "essential": true },
                    {
                      "name": "auth", "image": "someone/auth:main", "essential": true,
                      "environment": [{ "name": "EMPTY", "value": "" }, { "name": "LOG_LEVEL", "value": "debug" }],
                      "secrets": [{ "name": "PASSWORD", "valueFrom": "arn:aws:ssm:sa-east-1:123456789012:parameter/old" }],
                      "environmentFiles": [{ "value": "arn:aws:s3:::shop/env", "type": "s3" }],
                      "logConfiguration": {
                        "logDriver": "awslogs",
                        "options": { "awslogs-group": "shop", "awslogs-stream-prefix": "ecs" }
                      }
                    }
                  ],
                  "tags": [{ "key": "team", "value": "platform" }]
                }
                """
            )!
            .AsObject();

    public void Write(string path, string content)
    {
        Directory.CreateDirectory((Root / path).Parent!);
        File.WriteAllText(Root / path, content);
    }

    /// <summary>The image of the next commit.</summary>
    public async Task<ImageReference> Build()
    {
        var tag = sources.Commits[built++].Tag;
        return registry is null
            ? new("registry.example", "togglemaster/auth-service", tag, $"sha256:{tag.PadRight(64, '0')}")
            : await registry.Push("togglemaster/auth-service", tag);
    }

    /// <summary>Builds a new commit, and delivers it.</summary>
    public async Task<StepResult> Deliver() => await Deliver(await Build());

    public Task<StepResult> Deliver(ImageReference image, CancellationToken cancellation = default) =>
        Run("Bump", step => Bumped(step, image), cancellation: cancellation, tag: image.Tag);

    public Task<StepResult> DeliverAndVerify(ImageReference image) =>
        Run(
            "Verify",
            async step =>
            {
                await Bumped(step, image);
                return (await Verify.Run([step], Kinds)).Single();
            }
        );

    public Task<StepResult> Promote(PromotionOptions options) =>
        Run("Promote", step => Pipeline.Deployments.Targets.Promote.Run(step, options, Kinds), Environments[1]);

    public Task<StepResult> Drift() =>
        Run("Drift", step => Pipeline.Deployments.Audit.Drift.Run(step.Service, step, [Environments[0]], Kinds));

    public Task<StepResult> RollBack(RollbackOptions? options = null) =>
        Run("Rollback", step => Rollback.Run(step, options ?? new(), Kinds));

    /// <summary>The state of the service.</summary>
    public async Task<ServiceState> State(string environment = "production") =>
        (
            await Status.Read(Platform, Platform.Services, [Platform.Environment(environment)], Kinds, Artifacts)
        ).Single();

    public Task<ImmutableArray<Pipeline.Deployments.History.DeploymentRecord>> History() =>
        DeploymentLog.Read(Platform, Platform.Services, [Environments[0]], Kinds, Artifacts);

    public string Log(string target) => File.ReadAllText(Artifacts / "logs" / "auth" / $"{target}.log");

    public async ValueTask DisposeAsync()
    {
        if (registry is not null)
            await registry.DisposeAsync();
        await Cluster.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }

    private AbsolutePath Artifacts => Root / "artifacts";

    private SupportedDeployments Kinds =>
        new(
            new EcsDeployment
            {
                Open = region =>
                    new(region, Client(AwsJsonService.Ecs, Cluster.Url), Client(AwsJsonService.Logs, Logs))
                    {
                        Schedule = new() { Attempts = 2, First = TimeSpan.FromMilliseconds(5) },
                    },
                Pace = new()
                {
                    Pause = TimeSpan.FromMilliseconds(10),
                    Grace = TimeSpan.FromMilliseconds(300),
                    HealthPatience = TimeSpan.FromMilliseconds(200),
                    HealthPause = TimeSpan.FromMilliseconds(5),
                },
            }
        );

    private ImmutableArray<DeploymentEnvironment> Environments => [New("production", null), New("next", "production")];

    private Platform Platform =>
        new()
        {
            Name = "shop",
            Root = Root,
            Services = [ManifestCase.NewService("auth")],
            Environments = Environments,
        };

    private AwsJsonClient Client(AwsJsonService service, string? url) =>
        new(
            service,
            new BasicAWSCredentials(Polyfills.Tests.Aws.FakeAws.AccessKey, SecretKey),
            new(service)
            {
                ServiceURL = url ?? "http://127.0.0.1:9",
                AuthenticationRegion = Polyfills.Tests.Aws.FakeAws.Region,
                MaxErrorRetry = 0,
            }
        );

    private DeploymentEnvironment New(string environment, string? from) =>
        new()
        {
            Name = environment,
            Registry = registry?.Name ?? "registry.example",
            GitOps = null,
            Ecs = new()
            {
                Region = Polyfills.Tests.Aws.FakeAws.Region,
                Cluster = ClusterName,
                Service = from is null ? "{service}" : "{service}-{environment}",
                Timeout = Timeout,
                Tasks = ImmutableSortedDictionary<string, EcsTask>.Empty.Add("auth", Task),
            },
            PromotedFrom = from,
            Freezes = Freezes,
            Gates = [],
        };

    private async Task<StepResult> Bumped(StepContext step, ImageReference image)
    {
        step.Provide(new PushedImage(image));
        return (await Bump.Run([step], new(), Kinds)).Single();
    }

    private async Task<StepResult> Run(
        string target,
        Func<StepContext, Task<StepResult>> body,
        DeploymentEnvironment? environment = null,
        CancellationToken cancellation = default,
        string? tag = null
    )
    {
        var service = Platform.Services[0];
        await using var run = new PipelineRun(
            new RunOptions
            {
                Platform = Platform,
                Environment = environment ?? Environments[0],
                Source = sources.Commits.First(commit => commit.Tag == (tag ?? sources.Commits[built - 1].Tag)),
                Selected = [service],
                Artifacts = Artifacts,
                Extensions = [KnownRegistries.All, Arrivals.Read(Artifacts, null)],
            },
            () => [],
            []
        );
        StepResult? result = null;
        await new StepExecution(run.Options, cancellation).Run(
            new(target, async contexts => [await body(contexts[0])], Together: false),
            [new StepContext(run, new(target, service.Name), service)],
            (step, _) => result = step.Result
        );
        return result!;
    }
}
