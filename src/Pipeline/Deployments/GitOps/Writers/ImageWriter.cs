using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>Something other than Pipeline that writes a service's image, as a file states it.</summary>
/// <param name="Rule">The rule of <c>LintManifests</c> that tells of it.</param>
/// <param name="Effect">What it does.</param>
/// <param name="File">The file.</param>
/// <param name="Where">The place in the file.</param>
/// <param name="Statement">What stands there.</param>
/// <param name="Remedy">What to remove.</param>
internal sealed record ImageWriter(
    string Rule,
    WriterEffect Effect,
    string File,
    ManifestScalar Where,
    string Statement,
    string Remedy
)
{
    /// <summary>False where something beside the repository decides whether it writes.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>True where a bump would have no effect, or would not last.</summary>
    public bool Refuses => IsActive && Effect is not WriterEffect.Proposes;

    /// <summary>What stands there, and what it means for a bump.</summary>
    public string Message => $"{Statement}: {Consequence}; {Remedy}";

    /// <summary>The same, with file, line and column.</summary>
    public override string ToString() => $"{File}:{Where.Line}:{Where.Column} {Message}";

    private string Consequence =>
        (Effect, IsActive) switch
        {
            (WriterEffect.Hides, true) => "Argo CD puts it over the manifests, so a bump has no effect",
            (WriterEffect.Hides, false) => "where an application uses it, a bump has no effect",
            (WriterEffect.Undoes, true) => "a bump or a rollback would be undone",
            (WriterEffect.Undoes, false) => "where that runs, a bump or a rollback is undone",
            _ => "who merges them undoes a bump or a rollback",
        };
}
