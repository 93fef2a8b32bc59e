using EndToEnd.Tests.Delivery;

namespace EndToEnd.Tests.Workflows;

/// <summary>
/// The commands of workflows, run job by job for two services of the sample. Each class runs beside the others.
/// </summary>
public abstract class WorkflowRunTests : IDisposable
{
    private protected const string Message =
        "Break $(touch pwned) `touch pwned` \"; touch pwned; '\n\n::set-output name=services::x\n${{ github.token }}";

    private protected WorkflowRunTests()
    {
        foreach (var service in new[] { "analytics", "evaluation", "targeting" })
            Platform.Edit("pipeline.yaml", $"  {service}: {{}}\n", "");
        Remote = Path.Combine(Platform.Root, "artifacts", "remote.git");
        Platform.Edit(
            "pipeline.yaml",
            $"registry: '{Platform.Registry}'",
            $"registry: '{Platform.Registry}', gitops: {{ repository: '{Remote}' }}"
        );
        Platform.Commit(Message);
        Platform.Git("clone", "-q", "--bare", Platform.Root, Remote);
    }

    private protected SamplePlatform Platform { get; } = new();

    private protected string Remote { get; }

    public void Dispose()
    {
        Platform.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected string Deployed(string environment, string service) =>
        Platform
            .Git(
                "--git-dir",
                Remote,
                "grep",
                "-h",
                "image:",
                "main",
                "--",
                $"gitops/environments/{environment}/{service}-service"
            )
            .Trim();
}
