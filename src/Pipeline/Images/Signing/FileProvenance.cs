using System.Security.Cryptography;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Signing;

/// <summary>SLSA provenance of files that a workflow has made, such as the packages of a release.</summary>
public static class FileProvenance
{
    /// <summary>The statement, to be signed.</summary>
    /// <param name="files">The files; each counts by its name and its digest.</param>
    /// <param name="variable">Gives the environment variables of GitHub Actions.</param>
    /// <param name="finished">When they were made.</param>
    /// <exception cref="StepFailedException">No workflow runs here, or one for a pull request.</exception>
    public static byte[] Of(IEnumerable<string> files, Func<string, string?> variable, DateTimeOffset finished)
    {
        var origin = BuildOrigin.Read(variable);
        if (origin.Repository is null || origin.IsPullRequest || variable("GITHUB_SHA") is not { Length: > 0 } commit)
            throw new StepFailedException(
                "a release is stated by the workflow that has made it, on GitHub Actions and not for a pull request: push its tag"
            );

        return Statement.Write(
            [.. files.Select(file => new StatementSubject(Path.GetFileName(file), Digest(file)))],
            Statement.Provenance,
            Provenance.Predicate(new(origin, null, commit, null, null, finished))
        );
    }

    private static string Digest(string file)
    {
        using var content = File.OpenRead(file);
        return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
    }
}
