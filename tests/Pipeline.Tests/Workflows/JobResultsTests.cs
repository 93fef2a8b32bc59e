using Pipeline.Workflows;
using Pipeline.Workflows.Model;

namespace Pipeline.Tests.Workflows;

public sealed class JobResultsTests
{
    [Theory]
    [InlineData("plan=success verify=success")]
    [InlineData("plan=success verify=skipped")]
    public void The_gate_is_green_where_all_jobs_passed_or_had_nothing_to_do(string results) => Require(results);

    [Theory]
    [InlineData("plan=success verify=failure", "verify (failure)")]
    [InlineData("plan=cancelled verify=skipped", "plan (cancelled)")]
    [InlineData("plan=success verify=", "verify ()")]
    public void The_gate_is_red_where_a_job_failed_or_was_cancelled(string results, string named) =>
        Should.Throw<WorkflowException>(() => Require(results)).Message.ShouldBe($"not all jobs succeeded: {named}");

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("success")]
    public void A_gate_that_is_told_nothing_is_red(string? results) =>
        Should.Throw<WorkflowException>(() => Require(results)).Message.ShouldContain("RESULTS");

    private static void Require(string? results)
    {
        using var output = new StringWriter();
        JobResults.Require(results, output);
    }
}
