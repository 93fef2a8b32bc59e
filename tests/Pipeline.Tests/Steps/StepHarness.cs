using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Execution.Logs;
using Pipeline.Execution.Steps;
using Pipeline.Planning;
using Pipeline.Tests.Images.Registries;

namespace Pipeline.Tests.Steps;

/// <summary>A scratch workspace with one service, in which single steps are run as a pipeline would run them.</summary>
public sealed class StepHarness : IAsyncDisposable
{
    private PipelineRun? run;

    public StepHarness(string service = "auth", Language? language = null)
    {
        // As Jenkins calls the second workspace of a job.
        Root = Directory.CreateTempSubdirectory("pipeline@").FullName;
        var directory = Root / "services" / service;
        Directory.CreateDirectory(directory);
        Service = new()
        {
            Name = service,
            Directory = directory,
            Path = $"services/{service}",
            Language = language ?? new("go"),
            Context = directory,
            Image = $"togglemaster/{service}-service",
        };
    }

    public AbsolutePath Root { get; }

    public Service Service { get; set; }

    public Policy Policy { get; set; } = new();

    public DeploymentEnvironment Environment { get; set; } =
        new()
        {
            Name = DeploymentEnvironment.LocalName,
            Registry = "127.0.0.1:1",
            GitOps = new("nowhere", "main", "gitops/manifests"),
            Gates = [],
        };

    internal EndToEndSuite? Suite { get; set; }

    internal LoadTest? LoadTest { get; set; }

    public ImmutableArray<BaseImage> Bases { get; set; } = [];

    public ImmutableArray<object> Extensions { get; set; } = [KnownRegistries.All];

    public SourceRevision? Source { get; set; }

    public TimeSpan StepTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The folders that steps find programs in, written as in <c>PATH</c>; null: those of the process.
    /// </summary>
    public string? SearchPath { get; set; }

    /// <summary>The run of all steps of this harness; settings are taken over when it is first asked for.</summary>
    internal PipelineRun Run =>
        run ??= new(
            new()
            {
                Platform = new()
                {
                    Name = "togglemaster",
                    Root = Root,
                    Services = [Service],
                    Environments = [Environment],
                    Bases = Bases,
                    Policy = Policy,
                    EndToEnd = Suite,
                    Load = LoadTest,
                },
                Environment = Environment,
                Source =
                    Source
                    ?? new()
                    {
                        Root = Root,
                        Commit = new('a', 40),
                        Tag = "aaaaaaa",
                        Time = DateTimeOffset.UnixEpoch,
                    },
                Selected = [Service],
                Artifacts = Root / "artifacts",
                StepTimeout = StepTimeout,
                SearchPath = new(SearchPath),
                Extensions = Extensions,
            },
            () => [],
            []
        );

    /// <summary>Writes a file of the service.</summary>
    public void Write(string path, string content)
    {
        var file = Service.Directory / path;
        Directory.CreateDirectory(file.Parent!);
        File.WriteAllText(file, content);
    }

    /// <summary>Runs a step to its end; what it throws becomes its result, as in a pipeline.</summary>
    public async Task<StepResult> Execute(
        string target,
        Func<Service, StepContext, Task<StepResult>> step,
        CancellationToken cancellation = default
    )
    {
        var context = new StepContext(Run, new(target, Service.Name), Service);
        Step? ended = null;
        await new StepExecution(Run.Options, cancellation).Run(
            new(target, async contexts => [await step(contexts[0].Service, contexts[0])], Together: false),
            [context],
            (result, _) => ended = result
        );
        return ended!.Result;
    }

    /// <summary>
    /// Has something done in the step <c>Ask</c>, and gives what it gives and throws what it throws, of which
    /// <see cref="Execute"/> would make a result.
    /// </summary>
    public async Task<T> Ask<T>(Func<StepContext, Task<T>> work)
    {
        Task<T>? done = null;
        await Execute(
            "Ask",
            async (_, step) =>
            {
                done = work(step);
                await ((Task)done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return StepResult.Passed;
            }
        );
        return await done!;
    }

    /// <summary>The rights that were used, as <c>RIGHT PLACE</c>.</summary>
    public IEnumerable<string> UsedRights =>
        AuditLog.In(Root / "artifacts") is var file && File.Exists(file)
            ? File.ReadLines(file)
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Select(use => $"{use.GetProperty("right")} {use.GetProperty("place")}")
            : [];

    /// <summary>The log of a step that has run.</summary>
    public string Log(string target) => File.ReadAllText(Root / "artifacts" / "logs" / Service.Name / $"{target}.log");

    public async ValueTask DisposeAsync()
    {
        if (run is not null)
            await run.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }
}
