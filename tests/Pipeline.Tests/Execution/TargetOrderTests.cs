using Nuke.Common.Execution;
using Pipeline.Execution.Graph;

namespace Pipeline.Tests.Execution;

public sealed class TargetOrderTests
{
    [Fact]
    public void Targets_that_need_fewer_others_in_a_row_come_first() =>
        TargetOrder
            .Of([
                new("Compile", [], null),
                new("Sca", ["Compile"], null),
                new("Image", ["Sca"], null),
                new("Lint", ["Compile"], null),
                new("Setup", ["elsewhere"], null),
            ])
            .Select(target => target.Name)
            .ShouldBe(["Compile", "Setup", "Sca", "Lint", "Image"]);

    [Fact]
    public void A_target_waits_for_those_that_it_needs_and_for_those_that_it_only_comes_after()
    {
        var scan = new ExecutableTarget { Name = "Scan" };
        scan.ExecutionDependencies.Add(new() { Name = "Image" });
        scan.OrderDependencies.Add(new() { Name = "Receive" });

        PlannedTarget.From(scan).Dependencies.ShouldBe(["Image", "Receive"]);
    }
}
