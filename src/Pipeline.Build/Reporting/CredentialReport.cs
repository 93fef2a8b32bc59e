using Pipeline.Catalog;

namespace Pipeline.Build.Reporting;

/// <summary>Warns of the credentials of workflows that last.</summary>
internal static class CredentialReport
{
    /// <summary>Writes a line for each.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="output">Takes the lines.</param>
    public static void Write(Platform platform, TextWriter output)
    {
        foreach (var environment in platform.Environments)
        {
            if (environment.GitHub.TokenSecret is { } token)
                output.WriteLine(
                    $"! {environment.Name}: workflows have the personal access token {token}, which has the rights of a person and lasts: without github.tokenSecret they use a GitHub App's, for an hour and one repository"
                );
            if (environment.GitHub.AccessKey is { } key)
                output.WriteLine(
                    $"! {environment.Name}: workflows have the static AWS key {key.Id}, which lasts until it is deleted: github.role in place of github.accessKey needs no secret"
                );
        }
    }
}
