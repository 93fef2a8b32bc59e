using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.Rust;

/// <summary>
/// The coverage of a Rust service, in which all code that is compiled counts, whether a test runs it or not.
/// </summary>
internal static class RustCoverage
{
    /// <summary>
    /// The share of the lines of the service's own sources that ran, in percent; null where not measured.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="report">The LCOV file of cargo-llvm-cov, which leaves out the folder of tests.</param>
    public static async Task<double?> Read(StepContext step, AbsolutePath report)
    {
        if (!File.Exists(report))
            return null;

        var folder = $"{step.RepositoryPath(step.Service.Directory)}/";
        var sources = await SourceTree.Read(step);
        CoveredFile[] files =
        [
            .. LcovReport
                .Read(await File.ReadAllTextAsync(report, step.Cancellation))
                .Where(file =>
                    step.RepositoryPath(file.File) is var path
                    && path.StartsWith(folder, StringComparison.Ordinal)
                    && sources.Has(path)
                ),
        ];
        var lines = files.Sum(file => file.Lines);
        return lines == 0 ? null : 100.0 * files.Sum(file => file.Covered) / lines;
    }
}
