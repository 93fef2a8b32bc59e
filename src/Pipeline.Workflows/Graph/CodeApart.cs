using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Graph;

/// <summary>Keeps code that is not the build's own out of jobs that hold rights.</summary>
internal static class CodeApart
{
    /// <summary>Refuses a job in which one target runs such code and another holds a right.</summary>
    /// <param name="job">The job's name.</param>
    /// <param name="run">All targets that its command runs.</param>
    /// <exception cref="WorkflowException">There are two; the message names them.</exception>
    public static void Ensure(string job, IReadOnlyCollection<TargetNode> run)
    {
        if (run.FirstOrDefault(target => target.Code is not null) is not { } code)
            return;
        foreach (var target in run)
        foreach (var need in target.Needs)
            if (Right(need) is { } right)
                throw new WorkflowException(
                    $"the job \"{job}\" would let code use its rights: {code.Name} {code.Code}, and {target.Name} {right} ({need.Reason}): put them into different jobs, and pass files from one to the other by Produces and Consumes"
                );
    }

    private static string? Right(NeedsAttribute need) =>
        need switch
        {
            NeedsIdentityAttribute => "has an identity",
            NeedsAppAttribute app => $"has a token of the app \"{app.App}\"",
            NeedsSecretAttribute { ForCode: false } secret => $"reads the secret \"{secret.Secret}\"",
            NeedsRightAttribute { Access: Access.Write } right =>
                $"may write {new Permission(right.Scope, right.Access, null).Key}",
            _ => null,
        };
}
