using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Execution.Graph;
using Pipeline.Execution.Steps;
using SchedulerBenchmark;
using Environment = Pipeline.Catalog.DeploymentEnvironment;

// Ten targets, as a delivery has them: eight a service, of which one waits for the services' dependencies and one is
// under a limit, and two that take all services together.
const int Targets = 10;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine("| steps | edges | graph and scheduler | memory | whole run, with logs and journal | memory |");
Console.WriteLine("|---:|---:|---:|---:|---:|---:|");

// What is compiled on its first use is no part of it.
Measure(1_000);
Measure(10_000);
foreach (var steps in new[] { 1_000, 10_000, 100_000 })
{
    var (edges, bare, whole) = Measure(steps);
    Console.WriteLine($"| {steps:N0} | {edges:N0} | {bare} | {whole} |");
}

(int Edges, Cost Bare, Cost Whole) Measure(int steps)
{
    var services = Enumerable.Range(0, steps / Targets).Select(Service).ToImmutableArray();
    ImmutableArray<ImageSource> sources = [.. services];
    var root = (AbsolutePath)Directory.CreateTempSubdirectory("scheduler-").FullName;
    var platform = Platform(root, services);
    var edges = StepGraph.Expand(Plan(), sources, platform).Sum(node => node.Predecessors.Length);
    var bare = Cost.Of(
        steps,
        () =>
        {
            var nodes = StepGraph.Expand(Plan(), sources, platform);
            return Scheduler.Run(nodes, 4, new Dictionary<string, int> { ["engine"] = 2 }, _ => Task.CompletedTask);
        }
    );
    var whole = Cost.Of(steps, () => Run(platform));
    Directory.Delete(root, recursive: true);
    return (edges, bare, whole);
}

async Task Run(Platform platform)
{
    var options = new RunOptions
    {
        Platform = platform,
        Environment = platform.Environments[0],
        Source = new()
        {
            Root = platform.Root,
            Commit = new('a', 40),
            Tag = "aaaaaaa",
            Time = DateTimeOffset.UnixEpoch,
        },
        Selected = [.. platform.Services],
        Artifacts = platform.Root / "artifacts",
        Parallel = 4,
    };
    await using var run = new PipelineRun(options, () => Plan(), []);
    await run.Complete("t9");
}

static Platform Platform(AbsolutePath root, ImmutableArray<Service> services) =>
    new()
    {
        Name = "benchmark",
        Root = root,
        Services = services,
        Environments =
        [
            new DeploymentEnvironment
            {
                Name = "local",
                Registry = "127.0.0.1:1",
                GitOps = new("nowhere", "main", ""),
                Gates = [],
            },
        ],
    };

static Service Service(int index) =>
    new()
    {
        Name = $"s{index}",
        Directory = "/",
        Path = $"s{index}",
        Language = Language.Custom,
        Context = "/",
        Image = $"s{index}",
        DependsOn = index % 10 == 0 ? [] : [$"s{index - (index % 10)}"],
    };

static ImmutableArray<PlannedTarget> Plan() =>
    [
        .. Enumerable
            .Range(0, Targets)
            .Select(index => new PlannedTarget(
                $"t{index}",
                [.. Enumerable.Range(0, index).TakeLast(2).Select(before => $"t{before}")],
                new ServiceTarget($"t{index}", Pass, Together: index is 4 or 9)
                {
                    AfterDependencies = index == 0,
                    Limits = index == 6 ? [new(2, "engine")] : [],
                }
            )),
    ];

static Task<ImmutableArray<StepResult>> Pass(ImmutableArray<StepContext> steps) =>
    Task.FromResult<ImmutableArray<StepResult>>([.. steps.Select(_ => StepResult.Passed)]);
