using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Scanners;

/// <summary>What Trivy is to look at.</summary>
/// <param name="Command">Its subcommand.</param>
/// <param name="Scanners">What it is to look for.</param>
/// <param name="Arguments">The last arguments, which name the target.</param>
public sealed record TrivyTarget(string Command, string Scanners, ImmutableArray<string> Arguments)
{
    /// <summary>Goes before each file name of the report; empty or ending in a slash.</summary>
    internal string Prefix { get; init; } = "";

    /// <summary>What it finds in its environment beside what this process has.</summary>
    public ImmutableDictionary<string, string?> Variables { get; init; } = ImmutableDictionary<string, string?>.Empty;

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

    private const string IgnoreName = ".trivyignore";

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
                            .. IgnoreFile(step),
                            .. target.Arguments,
                        ]
                    )
                    {
                        Directory = step.Service.Directory,
                        Variables = target.Variables,
                    }
                )
        );
        return outcome.Succeeded
            ? ScanReport.Complete(Name, TrivyReport.Read(report, target.Prefix), await Knowledge(step, trivy))
            : ScanReport.Unable(Name, $"trivy ended with {outcome.ExitCode}: {outcome.LastLine()}");
    }

    // Trivy takes .trivyignore from where it runs, the service's folder; that of the whole platform is named to it.
    private static string[] IgnoreFile(StepContext step) =>
        !File.Exists(step.Service.Directory / IgnoreName) && File.Exists(step.Platform.Root / IgnoreName)
            ? ["--ignorefile", step.Platform.Root / IgnoreName]
            : [];

    // Asked afterwards: the scan may have fetched what is known anew.
    private static async Task<string> Knowledge(StepContext step, string trivy)
    {
        var outcome = await step.Run(new(trivy, "version", "--format", "json"));
        var about = outcome.Succeeded ? TrivyVersion.Read(outcome.Output) : TrivyVersion.Unknown;
        return about.Check(step.Platform.PolicyOf(step.Environment), DateTimeOffset.UtcNow);
    }
}

/// <summary>Trivy on a service's sources.</summary>
internal sealed class TrivyFileSystem : IScanner
{
    public Task<ScanReport> Scan(StepContext step) => Trivy.Scan(step, TrivyTarget.Sources(step));
}
