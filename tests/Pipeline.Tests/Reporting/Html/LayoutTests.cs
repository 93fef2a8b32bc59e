using CsCheck;
using Pipeline.Build.Reporting.Html;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Reporting.Html;

public class LayoutTests
{
    [Fact]
    public void Steps_that_ran_side_by_side_are_in_lanes_of_their_own()
    {
        var lanes = Lanes.Of([Ran("a", 0, 100), Ran("b", 10, 50), Ran("c", 61, 20), Ran("d", 101, 10)]);

        lanes.ShouldBe([0, 1, 1, 0]);
    }

    [Fact]
    public void A_step_that_never_started_has_no_lane()
    {
        var lanes = Lanes.Of([Ran("a", 0, 100), Ran("b", 0, 0) with { Status = StepStatus.Blocked }]);

        lanes.ShouldBe([0, Lanes.None]);
    }

    [Fact]
    public void In_any_run_no_lane_holds_two_steps_at_a_time_and_none_is_opened_in_vain() =>
        Gen.Select(Gen.Int[0, 200], Gen.Int[0, 50])
            .Array[0, 40]
            .Sample(times =>
            {
                var steps = times.Select((time, i) => Ran($"s{i}", time.Item1, time.Item2)).ToImmutableArray();

                var lanes = Lanes.Of(steps);

                foreach (var lane in steps.Zip(lanes).GroupBy(pair => pair.Second))
                foreach (
                    var (first, next) in Pairs(
                        lane.Select(pair => pair.First).OrderBy(step => step.StartMs).ThenBy(step => step.DurationMs)
                    )
                )
                    (first.StartMs + first.DurationMs).ShouldBeLessThanOrEqualTo(next.StartMs + 1);
                var most = steps
                    .Select(at => steps.Count(s => s.StartMs <= at.StartMs && s.StartMs + s.DurationMs >= at.StartMs))
                    .DefaultIfEmpty(0)
                    .Max();
                lanes.DefaultIfEmpty(-1).Max().ShouldBeLessThan(Math.Max(most, 1));
            });

    [Fact]
    public void Targets_are_layered_by_what_they_need()
    {
        var graph = TargetLayout.Of([
            Ran("Image", 0, 1, "Test", "Lint"),
            Ran("Compile", 0, 1),
            Ran("Test", 0, 1, "Compile"),
            Ran("Lint", 0, 1, "Compile"),
        ]);

        string.Join(' ', graph.Nodes.Select(node => $"{node.Target}:{node.Layer}.{node.Row}"))
            .ShouldBe("Compile:0.0 Test:1.0 Lint:1.1 Image:2.0");
    }

    [Fact]
    public void An_edge_that_follows_from_others_is_not_drawn()
    {
        var graph = TargetLayout.Of([
            Ran("Compile", 0, 1),
            Ran("Test", 0, 1, "Compile"),
            Ran("Image", 0, 1, "Compile", "Test"),
        ]);

        graph.Edges.ShouldBe([new("Compile", "Test"), new("Test", "Image")]);
    }

    [Fact]
    public void What_a_service_needs_of_another_closes_no_circle()
    {
        var needsOther = Ran("Test", 0, 1) with { Predecessors = [new("Image", "flag")] };

        var graph = TargetLayout.Of([needsOther, Ran("Image", 0, 1, "Test")]);

        graph.Edges.ShouldBe([new("Test", "Image")]);
    }

    private static IEnumerable<(ReportStep, ReportStep)> Pairs(IEnumerable<ReportStep> steps) =>
        steps.Zip(steps.Skip(1));

    private static ReportStep Ran(string target, long start, long ms, params string[] needs) =>
        new(new(target, "auth"), StepStatus.Passed, start, ms)
        {
            Predecessors = [.. needs.Select(need => new StepKey(need, "auth"))],
        };
}
