using System.Text;
using Pipeline.Adoption;
using Pipeline.Adoption.Workflows;

namespace Pipeline.Tests.Adoption;

/// <summary>Each job that a person wrote has those beside it that do its work.</summary>
public sealed class ReplacedJobTests
{
    private static readonly ImmutableArray<ExistingWorkflow> Generated =
    [
        Workflow(
            "deliver.yml",
            "on: push\njobs:\n  push: { steps: [{ run: ./build.sh Push --skip Test }] }\n  bump: { steps: [{ run: ./build.sh Bump }] }\n"
        ),
        Workflow(
            "pull-request.yml",
            "on: pull_request\njobs:\n  verify: { steps: [{ run: ./build.sh Setup Test Lint }] }\n"
        ),
    ];

    [Theory]
    [InlineData("pull_request", "pytest", "pull-request.yml verify")]
    [InlineData("push", "docker push a:$SHA", "deliver.yml push")]
    [InlineData("push", "kubectl set image deployment/a a=$IMAGE", "deliver.yml bump")]
    [InlineData("push", "terraform apply", null)]
    [InlineData("push", "pytest", null)]
    public void A_job_is_replaced_by_those_that_the_same_event_starts(string on, string command, string? by) =>
        ReplacedJob
            .Of([Workflow("ci.yml", $"on: {on}\njobs:\n  one: {{ steps: [{{ run: {command} }}] }}\n")], Generated)
            .Single()
            .By.ShouldBe(by is null ? [] : [by]);

    [Fact]
    public void A_called_workflow_is_started_by_what_starts_its_caller()
    {
        var called = Workflow("called.yml", "on: workflow_call\njobs:\n  test: { steps: [{ run: pytest }] }\n");
        var caller = Workflow(
            "caller.yml",
            "on: pull_request\njobs:\n  call: { uses: ./.github/workflows/called.yml }\n"
        );

        ReplacedJob
            .Of([called, caller], Generated)
            .Select(job => $"{job.Place} {job.Name}: {job.By.Single()}")
            .ShouldBe([
                ".github/workflows/called.yml:3 test: pull-request.yml verify",
                ".github/workflows/caller.yml:3 call: pull-request.yml verify",
            ]);
    }

    private static ExistingWorkflow Workflow(string name, string text) =>
        ExistingWorkflow.Of($".github/workflows/{name}", Encoding.UTF8.GetBytes(text))!;
}
