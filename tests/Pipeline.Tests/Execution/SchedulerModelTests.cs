using CsCheck;
using Pipeline.Execution;
using Pipeline.Execution.Recovery;

namespace Pipeline.Tests.Execution;

/// <summary>Random graphs with everything that can happen in them, against the rules as a walk in order.</summary>
public sealed class SchedulerModelTests
{
    private const int Services = 4;

    // Mostly a step passes.
    private static readonly Gen<Deed> Deeds = Gen.Frequency(
        (14, Gen.Const(Deed.Pass)),
        (2, Gen.Const(Deed.Fail)),
        (1, Gen.Const(Deed.Throw)),
        (2, Gen.Const(Deed.Break)),
        (2, Gen.Const(Deed.Flicker))
    );

    private static readonly Gen<RandomTarget> Targets = Gen.Select(
        Gen.Int[0, 255],
        Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true))),
        Gen.Bool,
        Gen.Int[0, 3],
        Gen.Int[0, 2],
        Deeds.Array[Services],
        (before, together, ordered, limits, retries, deeds) =>
            new RandomTarget(before, together, ordered, limits, retries, [.. deeds])
    );

    private static readonly Gen<RandomGraph> Graphs = Gen.Select(
        Targets.Array[1, 8],
        Gen.Int[0, 7].Array[Services],
        Gen.Int[1, 5],
        (targets, depends, parallel) => new RandomGraph([.. targets], [.. depends], parallel)
    );

    [Fact]
    public Task Every_graph_ends_as_a_walk_in_order_says_it_must() =>
        Graphs.SampleAsync(
            async graph =>
            {
                using var fixture = new RunFixture();

                var run = await new GraphRun(graph, fixture).Run();

                run.Broken.ShouldBeEmpty();
                run.Ends.ShouldBe(graph.Ends(), ignoreOrder: true);
            },
            iter: 200,
            threads: 1
        );

    [Fact]
    public Task A_graph_that_is_ended_at_any_step_keeps_to_the_walk_as_far_as_it_got() =>
        Gen.Select(Graphs, Gen.Int[0, 32])
            .SampleAsync(
                async (graph, at) =>
                {
                    using var fixture = new RunFixture();

                    var run = await new GraphRun(graph, fixture).Run(endsAt: at);

                    run.Broken.ShouldBeEmpty();
                    run.Ends.Count.ShouldBe(graph.Targets.Length * Services);
                    var expected = graph.Ends().ToHashSet();
                    foreach (var end in run.Ends.Where(end => !expected.Contains(end)))
                        // What would have been tried again is not; it ends with its first reason, and blocks what comes
                        // after.
                        run.Reasons[end]
                            .ShouldNotBeNull()
                            .ShouldMatch("^(the run was ended|ended early|told to|t[0-7]( of s[0-3])? failed)$");
                },
                iter: 80,
                threads: 1
            );

    [Fact]
    public Task A_graph_that_fails_fast_begins_nothing_after_a_failure() =>
        Graphs.SampleAsync(
            async graph =>
            {
                using var fixture = new RunFixture();

                var run = await new GraphRun(graph with { Parallel = 1 }, fixture).Run(options =>
                    options with
                    {
                        FailFast = true,
                    }
                );

                run.Broken.ShouldBeEmpty();
                var failed = run.Ends.Where(end => end.EndsWith("Failed", StringComparison.Ordinal)).ToArray();
                if (failed.Length == 0)
                    run.Ends.ShouldBe(graph.Ends(), ignoreOrder: true);
                else
                    failed.Select(TargetOf).ShouldContain(TargetOf(run.Begun.Last()));
            },
            iter: 80,
            threads: 1
        );

    [Fact]
    public Task A_step_that_hangs_takes_its_own_time_and_no_other_step_with_it() =>
        Gen.Select(Graphs, Gen.Int[0, 7], Gen.Int[0, Services - 1])
            .SampleAsync(
                async (graph, index, service) =>
                {
                    var target = graph.Targets[index % graph.Targets.Length];
                    var hanging = graph with
                    {
                        Targets = graph.Targets.Replace(
                            target,
                            target with
                            {
                                Together = false,
                                Deeds = target.Deeds.SetItem(service, Deed.Hang),
                            }
                        ),
                    };
                    using var fixture = new RunFixture();

                    var run = await new GraphRun(hanging, fixture).Run(options =>
                        options with
                        {
                            StepTimeout = TimeSpan.FromSeconds(0.5),
                        }
                    );

                    run.Broken.ShouldBeEmpty();
                    run.Ends.ShouldBe(hanging.Ends(), ignoreOrder: true);
                },
                iter: 8,
                threads: 1
            );

    [Fact]
    public Task A_graph_that_was_ended_and_is_gone_on_with_repeats_nothing_that_had_passed() =>
        Gen.Select(Graphs, Gen.Int[0, 32])
            .SampleAsync(
                async (graph, at) =>
                {
                    using var fixture = new RunFixture();
                    var first = await new GraphRun(graph, fixture).Run(endsAt: at);
                    var passed = first.Ends.Where(end => end.EndsWith(" Passed", StringComparison.Ordinal)).ToArray();

                    var second = await new GraphRun(graph, fixture).Run(Resumed);

                    second.Begun.Select(step => $"{step} Passed").Intersect(passed).ShouldBeEmpty();
                    second
                        .Ends.Select(end => end.Replace("Cached", "Passed", StringComparison.Ordinal))
                        .ShouldBe(graph.Ends(), ignoreOrder: true);
                },
                iter: 60,
                threads: 1
            );

    private static string TargetOf(string step) => step.Split(' ')[0];

    private static RunOptions Resumed(RunOptions options)
    {
        var resumption = Resumption.Read(options.Artifacts);
        resumption.Compare(options.Platform, options.Platform.Root / "pipeline.yaml", options.Source);
        return options with { Resumed = resumption };
    }
}
