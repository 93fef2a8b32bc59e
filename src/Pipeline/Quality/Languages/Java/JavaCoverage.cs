using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.Java;

/// <summary>
/// The coverage of a Java service. JaCoCo reports all code of a module that has tests; the code of modules without any
/// counts as well, by the lines of their class files.
/// </summary>
internal static class JavaCoverage
{
    private const string SourceSet = "main";

    /// <summary>
    /// The reports in folders that a build writes, by Maven's and by Gradle's layout, and the data that they are made
    /// of, which the next run of tests would be added to.
    /// </summary>
    public static IEnumerable<string> Leftovers(IEnumerable<AbsolutePath> outputs) =>
        outputs.SelectMany(output =>
            Reports(output)
                .Concat(
                    output.DirectoryExists() ? Directory.EnumerateFiles(output, "jacoco*.exec") : Array.Empty<string>()
                )
        );

    /// <summary>The share of lines that ran, in percent; null where nothing was measured.</summary>
    /// <param name="step">The step.</param>
    /// <param name="outputs">The folders that the service's build writes.</param>
    public static async Task<double?> Read(StepContext step, IReadOnlyCollection<AbsolutePath> outputs)
    {
        var lines = JacocoReport.Lines(outputs.SelectMany(Reports));
        if (lines.Count == 0)
            return null;

        var reported = lines.Keys.Select(line => line.File).ToHashSet();
        foreach (
            var line in outputs
                .Where(output => !Reports(output).Any())
                .SelectMany(Classes)
                .SelectMany(file => CompiledClass.Lines(step.RepositoryPath(file), File.ReadAllBytes(file)))
                .Where(line => !reported.Contains(line.File))
        )
            lines.TryAdd(line, false);

        // Code that the build generates is compiled too. Kotlin does not repeat packages as folders.
        var sources = (await SourceTree.Read(step))
            .Files(JavaToolchain.Sources)
            .Select(file => Path.GetFileName(file))
            .ToHashSet();
        foreach (var line in lines.Keys.Where(line => !sources.Contains(Path.GetFileName(line.File))))
            lines.Remove(line);
        return CoberturaReport.Share(lines);
    }

    private static IEnumerable<string> Reports(AbsolutePath output) =>
        [.. Below(output / "site", "jacoco.xml"), .. Below(output / "reports" / "jacoco", "*.xml")];

    // Maven's target/classes has no folders for languages and source sets, as Gradle's build/classes has.
    private static IEnumerable<string> Classes(AbsolutePath output) =>
        output.Name == "target"
            ? Below(output / "classes", "*.class")
            : Folders(output / "classes").SelectMany(language => Below((AbsolutePath)language / SourceSet, "*.class"));

    private static IEnumerable<string> Folders(AbsolutePath folder) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [];

    private static IEnumerable<string> Below(AbsolutePath folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories) : [];
}
