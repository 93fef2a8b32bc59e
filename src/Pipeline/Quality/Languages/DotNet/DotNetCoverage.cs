using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.DotNet;

/// <summary>
/// The coverage of a .NET service. Collectors report the projects that a test project references; the others count as
/// well, with all lines of their compiled code.
/// </summary>
internal static class DotNetCoverage
{
    /// <summary>The share of lines that ran, in percent; null where nothing was measured.</summary>
    /// <param name="step">The step.</param>
    /// <param name="reports">The reports in Cobertura's XML.</param>
    /// <param name="withTests">True where they may name the lines of the tests themselves, which do not count.</param>
    public static async Task<double?> Read(StepContext step, IEnumerable<string> reports, bool withTests)
    {
        var lines = CoberturaReport.Lines(reports);
        if (lines.Count == 0)
            return null;

        var sources = await SourceTree.Read(step);
        var projects = sources.Files(".csproj", ".fsproj", ".vbproj").ToArray();
        var measured = lines.Keys.ToLookup(line => ProjectOf(line.File, projects));
        foreach (var project in projects.Where(project => withTests || !measured.Contains(project)))
        {
            var built = await BuiltProject.Read(step, project);
            if (built is { IsTest: true })
                foreach (var line in measured[project])
                    lines.Remove(line);
            else if (built is not null && !measured.Contains(project))
                foreach (
                    var line in LinesOf(step, project, built).Where(line => sources.Has(step.RepositoryPath(line.File)))
                )
                    lines.TryAdd(line, false);
        }

        return CoberturaReport.Share(lines);
    }

    private static IEnumerable<CodeLine> LinesOf(StepContext step, string project, BuiltProject built)
    {
        if (built.Assembly is null)
            step.Tell($"{step.RepositoryPath(project)} was not built, so its code does not count in the coverage");
        return built.Lines();
    }

    // The nearest one above a file.
    private static string? ProjectOf(string file, string[] projects) =>
        projects
            .Where(project => file.StartsWith($"{Path.GetDirectoryName(project)}/", StringComparison.Ordinal))
            .MaxBy(project => Path.GetDirectoryName(project)!.Length);
}
