namespace EndToEnd.Tests.Delivery;

/// <summary>The sample's own suite, by the target <c>EndToEnd</c>, against the sample's own services.</summary>
public sealed class EndToEndTests(RunningSample sample) : IClassFixture<RunningSample>, IDisposable
{
    private readonly SamplePlatform platform = Addressed(sample.Address);

    public void Dispose() => platform.Dispose();

    [Fact]
    public async Task The_suite_tells_running_services_from_those_of_which_one_is_gone()
    {
        var passed = await platform.Build("EndToEnd");

        passed.ExitCode.ShouldBe(0, passed.Output);
        passed.Steps.ShouldBe(
            new[] { "analytics", "auth", "evaluation", "flag", "targeting" }.Select(name => $"EndToEnd {name} passed"),
            ignoreOrder: true
        );
        passed.Reason("EndToEnd", "auth").ShouldBe("togglemaster: 7 cases passed");
        Outcomes(passed).ShouldAllBe(outcome => outcome == "passed");

        await sample.Stop("targeting");
        var failed = await platform.Build("EndToEnd");

        failed.ExitCode.ShouldNotBe(0);
        failed
            .Reason("EndToEnd", "flag")
            .ShouldStartWith(
                "togglemaster: 2 of 7 cases failed: test_routes.test_nobody_comes_in_without_a_key[/targeting"
            );
        Outcomes(failed).Count(outcome => outcome == "failed").ShouldBe(2);
        failed.Output.ShouldNotContain(RunningSample.MasterKey);
    }

    private static string[] Outcomes(BuildOutcome outcome) =>
        [
            .. outcome
                .Record!.Value.GetProperty("suites")[0]
                .GetProperty("cases")
                .EnumerateArray()
                .Select(one => one.GetProperty("outcome").GetString()!),
        ];

    private static SamplePlatform Addressed(string address)
    {
        var sample = new SamplePlatform();
        sample.Edit("pipeline.yaml", "  local: { ", $"  local: {{ addresses: {{ base: '{address}' }}, ");
        sample.Commit("Say where the services answer");
        sample.Variables["MASTER_KEY"] = RunningSample.MasterKey;
        return sample;
    }
}
