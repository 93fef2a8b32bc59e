using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.DotNet;

/// <summary>
/// The coverage of a .NET service. Collectors report the projects that a test project references; the others count as well, with
/// all lines of their compiled code.
/// </summary>
internal static class DotNetCoverage
{
    /// <summary>The share of lines that ran, in percent; null where nothing was measured.</summary>
    /// <param name="step">The step.</param>
    /// <param name="reports">The reports in Cobertura's XML.</param>
    public static async Task<double?> Read(StepContext step, IEnumerable<string> reports)
    {
        var lines = CoberturaReport.Lines(reports);
        if (lines.Count == 0)
            return null;

        var sources = await SourceTree.Read(step);
        var projects = sources.Files(".csproj", ".fsproj", ".vbproj").ToArray();
        var measured = lines
            .Keys.Select(line => line.File)
            .Distinct()
            .Select(file => ProjectOf(file, projects))
            .ToHashSet();
        foreach (var project in projects.Where(project => !measured.Contains(project)))
            if (await BuiltProject.Read(step, project) is { IsTest: false } built)
            {
                if (built.Assembly is null)
                    step.Tell(
                        $"{step.RepositoryPath(project)} was not built, so its code does not count in the coverage"
                    );
                foreach (var line in built.Lines().Where(line => sources.Has(step.RepositoryPath(line.File))))
                    lines.TryAdd(line, false);
            }

        return 100.0 * lines.Values.Count(ran => ran) / lines.Count;
    }

    // The nearest one above a file.
    private static string? ProjectOf(string file, string[] projects) =>
        projects
            .Where(project => file.StartsWith($"{Path.GetDirectoryName(project)}/", StringComparison.Ordinal))
            .MaxBy(project => Path.GetDirectoryName(project)!.Length);
}
