using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Execution.Graph;
using Pipeline.Execution.Steps;
using Pipeline.Planning;

namespace Pipeline.Tests.Execution;

/// <summary>Runs made-up targets over made-up services.</summary>
public sealed class RunFixture : IDisposable
{
    private readonly List<PlannedTarget> plan = [];

    public AbsolutePath Root { get; } = Directory.CreateTempSubdirectory("run-").FullName;

    public SourceRevision Source { get; set; }

    internal ImmutableArray<IRunObserver> Observers { get; set; } = [];

    public RunFixture() =>
        Source = new()
        {
            Root = Root,
            Commit = new('a', 40),
            Tag = "aaaaaaa",
            Time = DateTimeOffset.UnixEpoch,
        };

    /// <summary>Adds a target that runs for each service.</summary>
    internal RunFixture Each(
        string name,
        string after,
        Func<StepContext, Task<StepResult>> step,
        Func<ServiceTarget, ServiceTarget>? with = null
    )
    {
        var target = new ServiceTarget(name, async contexts => [await step(contexts[0])], Together: false);
        return Add(name, after, with?.Invoke(target) ?? target);
    }

    /// <summary>Adds a target that runs once for all services.</summary>
    internal RunFixture Together(
        string name,
        string after,
        Func<ImmutableArray<StepContext>, Task<ImmutableArray<StepResult>>> step,
        Func<ServiceTarget, ServiceTarget>? with = null
    )
    {
        var target = new ServiceTarget(name, step, Together: true);
        return Add(name, after, with?.Invoke(target) ?? target);
    }

    /// <summary>Adds a target that Nuke skips, or that does nothing for services.</summary>
    public RunFixture Without(string name, string after) => Add(name, after, null);

    /// <summary>Prepares a run.</summary>
    /// <param name="services">Their names, each with those that it depends on: <c>auth flag:auth,targeting</c>.</param>
    /// <param name="with">Changes the options.</param>
    internal PipelineRun Start(string services, Func<RunOptions, RunOptions>? with = null)
    {
        ImmutableArray<Service> selected = [.. services.Split(' ').Select(Service)];
        var environment = new DeploymentEnvironment
        {
            Name = "local",
            Registry = "127.0.0.1:1",
            GitOps = new("nowhere", "main", ""),
            Gates = [],
        };
        var options = new RunOptions
        {
            Platform = new()
            {
                Name = "shop",
                Root = Root,
                Services = selected,
                Environments = [environment],
            },
            Environment = environment,
            Source = Source,
            Selected = [.. selected],
            Artifacts = Root / "artifacts",
            Parallel = 4,
        };
        return new(with?.Invoke(options) ?? options, () => [.. plan], Observers);
    }

    /// <summary>Awaits every target, as Nuke does, and gives the steps' ends as <c>Target service status</c>.</summary>
    internal async Task<IReadOnlyList<string>> Run(string services, Func<RunOptions, RunOptions>? with = null)
    {
        await using var run = Start(services, with);
        await Complete(run);
        return
        [
            .. run
                .Steps.Select(step => $"{step.Key} {step.Result.Status}".ToLowerInvariant())
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Awaits every target, as Nuke does.</summary>
    internal async Task Complete(PipelineRun run)
    {
        foreach (var target in plan)
            try
            {
                await run.Complete(target.Name);
            }
            catch (TargetFailedException)
            {
                // What failed is in the steps.
            }
    }

    /// <summary>Forgets all targets.</summary>
    public void Clear() => plan.Clear();

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private RunFixture Add(string name, string after, ServiceTarget? steps)
    {
        plan.Add(new(name, [.. after.Split(' ', StringSplitOptions.RemoveEmptyEntries)], steps));
        return this;
    }

    private Service Service(string text)
    {
        var parts = text.Split(':');
        return new()
        {
            Name = parts[0],
            Directory = Root / parts[0],
            Path = parts[0],
            Language = Language.Custom,
            Context = Root / parts[0],
            Image = parts[0],
            DependsOn = [.. parts[1..].SelectMany(names => names.Split(','))],
        };
    }
}
