using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Writers;

namespace Pipeline.Build.Reporting;

/// <summary>Says what else writes the images that Pipeline sets.</summary>
internal static class WriterReport
{
    /// <summary>Writes a line for each, or one for an environment without any.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="output">Takes the lines.</param>
    public static void Write(Platform platform, TextWriter output)
    {
        foreach (var environment in platform.Environments.Where(environment => environment.GitOps is not null))
        foreach (var line in Lines(platform, environment))
            output.WriteLine(line);
    }

    private static IEnumerable<string> Lines(Platform platform, DeploymentEnvironment environment)
    {
        if (WorkTreeWriters.Read(platform, environment) is not { } writers)
            return
            [
                $"○ {environment.Name}: what else writes images is not known here, as its manifests are in {environment.GitOps!.Repository}: Drift looks there, and so does LintManifests in that repository",
            ];

        var found = platform.Services.SelectMany(service => writers.Of(service)).Distinct().ToArray();
        return found.Length > 0
            ? found.Select(writer => $"{(writer.Refuses ? "✗" : "!")} {environment.Name}: {writer}")
            : [$"✓ {environment.Name}: nothing in this repository writes images beside Pipeline"];
    }
}
