using Pipeline.Build.Reporting.GitHub;
using Pipeline.Execution.Steps;
using Pipeline.Images;
using Pipeline.Tests.Execution;

namespace Pipeline.Tests.Reporting.GitHub;

public sealed class JobOutputsTests : IDisposable
{
    private readonly RunFixture fixture = new();

    private string Outputs => fixture.Root / "outputs";

    [Fact]
    public async Task A_job_states_the_digest_of_what_it_hands_over()
    {
        fixture.Each(
            "Image",
            "",
            step =>
            {
                step.Provide(new NoImage("there is no Dockerfile"));
                return Task.FromResult(StepResult.Passed);
            }
        );
        await using var run = fixture.Start("auth flag");
        await run.Complete("Image");

        JobOutputs.Write(run, Outputs);

        var digest = HandoverDigest.Of(fixture.Root / "artifacts" / "handover").ShouldNotBeNull();
        File.ReadAllLines(Outputs).ShouldBe(["services=auth,flag", $"handover={digest}"]);
    }

    [Fact]
    public async Task A_job_that_hands_nothing_over_states_no_digest()
    {
        fixture.Each("Test", "", _ => Task.FromResult(StepResult.Passed));
        await using var run = fixture.Start("auth");
        await run.Complete("Test");

        JobOutputs.Write(run, Outputs);

        File.ReadAllLines(Outputs).ShouldBe(["services=auth"]);
    }

    public void Dispose() => fixture.Dispose();
}
