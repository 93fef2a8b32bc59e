using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution;

namespace Pipeline.Quality.Scanners;

/// <summary>What Trivy is to look at.</summary>
/// <param name="Command">Its subcommand.</param>
/// <param name="Scanners">What it is to look for.</param>
/// <param name="Arguments">The last arguments, which name the target.</param>
public sealed record TrivyTarget(string Command, string Scanners, ImmutableArray<string> Arguments)
{
    /// <summary>Goes before each file name of the report; empty or ending in a slash.</summary>
    internal string Prefix { get; init; } = "";

    /// <summary>An image in a tar archive, as <c>docker save</c> writes it, or in the folder of an OCI layout.</summary>
    public static TrivyTarget ImageArchive(AbsolutePath path) => new("image", "vuln,secret", ["--input", path]);

    /// <summary>An image in a registry, by its digest; no engine of this machine is asked for it.</summary>
    public static TrivyTarget ImageInRegistry(ImageReference image) =>
        new("image", "vuln,secret", ["--image-src", "remote", $"{image.Name}@{image.Digest}"]);

    /// <summary>The sources of a step's service, with their lock files and configuration.</summary>
    public static TrivyTarget Sources(StepContext step) =>
        new(
            "fs",
            "vuln,secret,misconfig",
            [
                .. SourceTree.Generated.SelectMany(folder => new[] { "--skip-dirs", $"**/{folder}" }),
                step.Service.Directory,
            ]
        )
        {
            Prefix = step.RepositoryPath(step.Service.Directory) is not "." and var path ? $"{path}/" : "",
        };
}

/// <summary>Aqua's Trivy: known vulnerabilities, secrets and misconfigurations in images and in sources.</summary>
public static class Trivy
{
    /// <summary>The name that its findings bear.</summary>
    public const string Name = "trivy";

    /// <summary>Its full path; null where it is not installed.</summary>
    public static string? Find(StepContext step) => step.FindProgram(Name);

    /// <summary>Has it look at a target; <see cref="Gate"/> judges what comes of that.</summary>
    /// <exception cref="StepFailedException">It ended well, but its report is not to be read.</exception>
    public static async Task<ScanReport> Scan(StepContext step, TrivyTarget target)
    {
        if (Find(step) is not { } trivy)
            return ScanReport.Absent(Name, "trivy is not installed: see trivy.dev");

        var (outcome, report) = await step.Passing(
            Name,
            file =>
                step.Run(
                    new(
                        trivy,
                        [
                            target.Command,
                            "--format",
                            "json",
                            "--output",
                            file,
                            "--scanners",
                            target.Scanners,
                            "--no-progress",
                            .. target.Arguments,
                        ]
                    )
                    {
                        Directory = step.Service.Directory,
                    }
                )
        );
        return outcome.Succeeded
            ? ScanReport.Complete(Name, TrivyReport.Read(report, target.Prefix))
            : ScanReport.Unable(Name, $"trivy ended with {outcome.ExitCode}: {outcome.LastLine()}");
    }
}

/// <summary>Trivy on a service's sources.</summary>
internal sealed class TrivyFileSystem : IScanner
{
    public Task<ScanReport> Scan(StepContext step) => Trivy.Scan(step, TrivyTarget.Sources(step));
}
