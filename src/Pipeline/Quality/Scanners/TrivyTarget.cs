using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Scanners;

/// <summary>What Trivy scans.</summary>
/// <param name="Command">Its subcommand.</param>
/// <param name="Scanners">What it searches for.</param>
/// <param name="Arguments">The last arguments, which name the target.</param>
/// <param name="Name">The target in words.</param>
internal sealed record TrivyTarget(string Command, string Scanners, ImmutableArray<string> Arguments, string Name)
{
    /// <summary>Prepended to the file names of the report; empty, or ending in a slash.</summary>
    internal string Prefix { get; init; } = "";

    /// <summary>Environment variables, in addition to those of this process.</summary>
    public ImmutableDictionary<string, string?> Variables { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>Runs Trivy on it; sources come with settings of their own for Trivy.</summary>
    internal Func<StepContext, CommandLine, Task<CommandOutcome>> Run { get; init; } =
        (step, command) => step.RunOwn(command);

    /// <summary>
    /// An image in a tar archive, as <c>docker save</c> writes it, or in the folder of an OCI layout.
    /// </summary>
    public static TrivyTarget ImageArchive(AbsolutePath path) =>
        new("image", "vuln,secret", ["--input", path], "the image");

    /// <summary>An image in a registry, by digest; local container engines are not consulted.</summary>
    public static TrivyTarget ImageInRegistry(ImageReference image) =>
        new("image", "vuln,secret", ["--image-src", "remote", $"{image.Name}@{image.Digest}"], $"{image.Name}");

    /// <summary>The sources of a step's service, with their lock files and configuration.</summary>
    public static TrivyTarget Sources(StepContext step) =>
        new(
            "fs",
            "vuln,secret,misconfig",
            [
                .. SourceTree.Generated.SelectMany(folder => new[] { "--skip-dirs", $"**/{folder}" }),
                step.Service.Directory,
            ],
            $"the lock files of {step.Service.Path}"
        )
        {
            Run = (step, command) => step.Run(command),
            Prefix = step.RepositoryPath(step.Service.Directory) is not "." and var path ? $"{path}/" : "",
        };
}
