using System.Reflection;
using Nuke.Common;
using Nuke.Common.Execution;
using Pipeline.Workflows;
using Pipeline.Workflows.Graph;

namespace Pipeline.Tests.Workflows;

public sealed class TargetGraphTests
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    [Theory]
    [InlineData(typeof(IPush), "Push")]
    [InlineData(typeof(Open), "Push")]
    [InlineData(typeof(Explicit), "Pipeline.Tests.Workflows.TargetGraphTests.IPush.Push")]
    public void A_target_keeps_the_job_and_the_needs_of_the_component_that_declares_it(Type declaring, string property)
    {
        var node = NodeOf(declaring.GetProperty(property, Instance)!);

        node.Job!.Name.ShouldBe("image");
        node.Code.ShouldBe("builds the service");
        node.Needs.ShouldHaveSingleItem().ShouldBeOfType<NeedsIdentityAttribute>().Reason.ShouldBe("logs in");
    }

    [Fact]
    public void What_an_overriding_target_says_of_its_job_goes_first_and_its_needs_are_added()
    {
        var node = NodeOf(typeof(Own).GetProperty(nameof(Own.Push))!);

        node.Job!.Name.ShouldBe("publish");
        node.Needs.Select(need => need.Reason).ShouldBe(["reads tags", "logs in"]);
    }

    private static TargetNode NodeOf(PropertyInfo member) =>
        TargetGraph.Of([new ExecutableTarget { Name = nameof(IPush.Push), Member = member }]).Single();

    private interface IPush : INukeBuild
    {
        [Job("image")]
        [RunsCode("builds the service")]
        [NeedsIdentity("logs in")]
        Target Push => _ => _.Executes(() => { });
    }

    private sealed class Open : NukeBuild, IPush
    {
        public Target Push => _ => _.Inherit<IPush>();
    }

    private sealed class Explicit : NukeBuild, IPush
    {
        Target IPush.Push => _ => _.Inherit<IPush>();
    }

    private sealed class Own : NukeBuild, IPush
    {
        [Job("publish")]
        [NeedsHistory("reads tags")]
        public Target Push => _ => _.Inherit<IPush>();
    }
}
