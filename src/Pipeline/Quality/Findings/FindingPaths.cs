using Pipeline.Execution.Steps;
using Pipeline.Foundation.Files;

namespace Pipeline.Quality.Findings;

/// <summary>Paths as findings state them.</summary>
internal static class FindingPaths
{
    /// <summary>
    /// A path, relative to the service's folder or full, as one relative to the repository's root with forward slashes.
    /// </summary>
    public static string RepositoryPath(this StepContext step, string path) =>
        SlashedPath.Between(step.Source.Root, Path.GetFullPath(path, step.Service.Directory));
}
