using CsCheck;
using Pipeline.Build.Reporting.Html;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Reporting.Html;

public class CriticalPathTests
{
    [Fact]
    public void The_longest_chain_is_found_and_not_the_longest_step()
    {
        var steps = Steps(("Compile", 3, ""), ("Test", 4, "Compile"), ("Sast", 6, ""), ("Image", 1, "Test Sast"));

        var path = CriticalPath.Of(steps);

        string.Join(' ', path.Steps.Select(key => key.Target)).ShouldBe("Compile Test Image");
        path.DurationMs.ShouldBe(8);
    }

    [Fact]
    public void The_order_of_the_steps_does_not_matter()
    {
        var steps = Steps(("Image", 1, "Test Sast"), ("Test", 4, "Compile"), ("Sast", 6, ""), ("Compile", 3, ""));

        var path = CriticalPath.Of(steps);

        string.Join(' ', path.Steps.Select(key => key.Target)).ShouldBe("Compile Test Image");
    }

    [Fact]
    public void Steps_that_took_no_time_are_on_the_path_where_they_join_it()
    {
        var steps = Steps(("Compile", 3, ""), ("Scan", 0, "Compile"), ("Push", 2, "Scan"));

        var path = CriticalPath.Of(steps);

        path.Steps.Length.ShouldBe(3);
    }

    [Fact]
    public void A_predecessor_outside_the_run_is_left_out_of_account()
    {
        var path = CriticalPath.Of(Steps(("Push", 2, "Scan")));

        path.DurationMs.ShouldBe(2);
    }

    [Fact]
    public void A_run_without_steps_has_an_empty_path()
    {
        var path = CriticalPath.Of([]);

        path.Steps.ShouldBeEmpty();
        path.DurationMs.ShouldBe(0);
    }

    [Fact]
    public void A_cycle_is_refused_with_a_step_of_it()
    {
        var steps = Steps(("Compile", 1, ""), ("Test", 1, "Image"), ("Image", 1, "Test"));

        var refusal = Should.Throw<ArgumentException>(() => CriticalPath.Of(steps));

        refusal.Message.ShouldContain("Test auth");
    }

    [Fact]
    public void A_step_that_appears_twice_is_refused()
    {
        var steps = Steps(("Compile", 1, ""), ("Compile", 1, ""));

        var refusal = Should.Throw<ArgumentException>(() => CriticalPath.Of(steps));

        refusal.Message.ShouldContain("Compile auth appears twice");
    }

    [Fact]
    public void On_any_graph_it_is_as_long_as_the_longest_of_all_chains() =>
        Graphs.Sample(steps =>
        {
            var path = CriticalPath.Of(steps);

            var byKey = steps.ToDictionary(step => step.Key);
            path.DurationMs.ShouldBe(steps.Select(step => Longest(step, byKey)).DefaultIfEmpty(0).Max());
            path.Steps.Sum(key => byKey[key].DurationMs).ShouldBe(path.DurationMs);
            foreach (var (before, after) in path.Steps.Zip(path.Steps.Skip(1)))
                byKey[after].Predecessors.ShouldContain(before);
        });

    // Each step may need any of those before it.
    private static Gen<ImmutableArray<ReportStep>> Graphs { get; } =
        Gen.Select(Gen.Long[0, 9], Gen.Bool.Array[0, 12])
            .Array[0, 12]
            .Select(nodes =>
                nodes
                    .Select(
                        (node, i) =>
                            Step(
                                $"T{i}",
                                node.Item1,
                                [
                                    .. node
                                        .Item2.Take(i)
                                        .Select((needs, p) => (needs, p))
                                        .Where(x => x.needs)
                                        .Select(x => $"T{x.p}"),
                                ]
                            )
                    )
                    .ToImmutableArray()
            );

    private static long Longest(ReportStep step, Dictionary<StepKey, ReportStep> steps) =>
        step.DurationMs + step.Predecessors.Select(key => Longest(steps[key], steps)).DefaultIfEmpty(0).Max();

    private static ImmutableArray<ReportStep> Steps(params (string Target, int Ms, string Needs)[] steps) =>
        [
            .. steps.Select(step =>
                Step(step.Target, step.Ms, step.Needs.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            ),
        ];

    private static ReportStep Step(string target, long ms, string[] needs) =>
        new(new(target, "auth"), StepStatus.Passed, 0, ms)
        {
            Predecessors = [.. needs.Select(need => new StepKey(need, "auth"))],
        };
}
