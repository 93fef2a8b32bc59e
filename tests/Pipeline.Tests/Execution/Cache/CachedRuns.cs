using System.Collections.Concurrent;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Execution.Cache;
using Pipeline.Execution.Graph;
using Pipeline.Execution.Steps;
using Pipeline.Planning;

namespace Pipeline.Tests.Execution.Cache;

/// <summary>
/// A repository with the services auth and flag, and runs of made-up targets over them, each run with its own cache.
/// </summary>
internal sealed class CachedRuns : IDisposable
{
    private readonly List<PlannedTarget> plan = [];

    public CachedRuns()
    {
        Repository = new("services/auth/main.go", "services/flag/app.py", "libs/common/a.go", "README.md");
        Repository.Write(".gitignore", "/artifacts/\nbin/\n");
        Repository.Commit();
        Auth = Service("auth");
        Flag = Service("flag");
        Store = Root / "artifacts" / "cache";
    }

    public GitFolder Repository { get; }

    public AbsolutePath Root => Repository.Root;

    public AbsolutePath Artifacts => Root / "artifacts";

    public Service Auth { get; set; }

    public Service Flag { get; set; }

    public Policy Policy { get; set; } = new();

    /// <summary>The folder of this machine's store.</summary>
    public AbsolutePath Store { get; set; }

    /// <summary>Makes the shared store of a run.</summary>
    public Func<ICacheStore>? Shared { get; set; }

    public bool IsReadOnly { get; set; }

    public bool HasCache { get; set; } = true;

    /// <summary>True where runs begin their keys before they start.</summary>
    public bool HasKeysAhead { get; set; }

    public ImmutableArray<string> Secrets { get; set; } = [];

    /// <summary>The steps that were run and not replayed, in all runs.</summary>
    public ConcurrentQueue<string> Ran { get; } = new();

    /// <summary>What the last run warned of.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>The last run.</summary>
    public PipelineRun Last { get; private set; } = null!;

    /// <summary>Adds a target that passes, and does something before that.</summary>
    public CachedRuns Cacheable(
        string name,
        string after,
        Action<StepContext>? step = null,
        ServiceOutputs? outputs = null
    ) =>
        Cacheable(
            name,
            after,
            context =>
            {
                step?.Invoke(context);
                return StepResult.PassedWith($"{name} of {context.Service.Name} passed");
            },
            [CommonInputs.Sources, CommonInputs.Severity],
            outputs
        );

    /// <summary>Adds a target whose steps may be replayed.</summary>
    public CachedRuns Cacheable(
        string name,
        string after,
        Func<StepContext, StepResult> step,
        ImmutableArray<Input> inputs,
        ServiceOutputs? outputs = null
    ) =>
        Add(
            name,
            after,
            step,
            target => target with { Inputs = inputs, Outputs = _ => outputs ?? ServiceOutputs.None }
        );

    /// <summary>Adds a target whose steps always run.</summary>
    public CachedRuns Uncacheable(string name, string after, Func<StepContext, StepResult> step) =>
        Add(name, after, step, target => target);

    /// <summary>Runs all targets, and gives the steps' ends as <c>Target service status</c>.</summary>
    public async Task<IReadOnlyList<string>> Run()
    {
        var observer = new Observer();
        ICacheStore? shared = HasCache ? Shared?.Invoke() : null;
        var options = new RunOptions
        {
            Platform = Platform,
            Environment = Platform.Environments[0],
            Selected = [Auth, Flag],
            Source = await PendingSource.Ask(Root).Whole(),
            Artifacts = Artifacts,
            Parallel = 2,
            Secrets = Secrets,
            Cache = HasCache
                ? new(new LocalStore(Store, LocalStore.DefaultLimit)) { Shared = shared, IsReadOnly = IsReadOnly }
                : null,
        };
        if (HasKeysAhead)
            options = options with
            {
                Keys = CacheKeys.Ahead(options, options.Cache, plan.Select(target => target.Steps!)),
            };
        await using (Last = new(options, () => [.. plan], [observer]))
            foreach (var target in plan)
                try
                {
                    await Last.Complete(target.Name);
                }
                catch (TargetFailedException)
                {
                    // What failed is in the steps.
                }

        Warnings = [.. observer.Warnings];
        return
        [
            .. Last
                .Steps.Select(step => $"{step.Key} {step.Result.Status}".ToLowerInvariant())
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>How a step of the last run ended.</summary>
    public StepResult Result(string target, string service) =>
        Last.Steps.Single(step => step.Key == new StepKey(target, service)).Result;

    public string Log(string target, string service) => File.ReadAllText(Last.LogOf(new(target, service)));

    /// <summary>The files of the store's entries.</summary>
    public IReadOnlyList<string> Entries =>
        Directory.Exists(Store) ? Directory.GetFiles(Store, "*.entry", SearchOption.AllDirectories) : [];

    public Platform Platform
    {
        get
        {
            var environment = new DeploymentEnvironment
            {
                Name = "local",
                Registry = "127.0.0.1:1",
                GitOps = new("nowhere", "main", ""),
                Gates = [],
            };
            return new()
            {
                Name = "shop",
                Root = Root,
                Services = [Auth, Flag],
                Environments = [environment],
                Policy = Policy,
            };
        }
    }

    public void Dispose() => Repository.Dispose();

    private CachedRuns Add(
        string name,
        string after,
        Func<StepContext, StepResult> step,
        Func<ServiceTarget, ServiceTarget> with
    )
    {
        var target = new ServiceTarget(
            name,
            contexts =>
            {
                Ran.Enqueue($"{contexts[0].Key}");
                return Task.FromResult<ImmutableArray<StepResult>>([step(contexts[0])]);
            },
            Together: false
        );
        plan.Add(new(name, [.. after.Split(' ', StringSplitOptions.RemoveEmptyEntries)], with(target)));
        return this;
    }

    private Service Service(string name) =>
        new()
        {
            Name = name,
            Directory = Root / "services" / name,
            Path = $"services/{name}",
            Language = Language.Custom,
            Context = Root / "services" / name,
            Image = name,
        };

    private sealed class Observer : IRunObserver
    {
        public ConcurrentQueue<string> Warnings { get; } = new();

        public void StepEnded(Step step, AbsolutePath? log) { }

        public void Warned(string message) => Warnings.Enqueue(message);
    }
}
