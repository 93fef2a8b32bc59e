using System.Xml.Linq;
using Pipeline.Foundation.Failures;

namespace Pipeline.Quality.Testing;

/// <summary>A line with code in a file.</summary>
/// <param name="File">The file's full path.</param>
/// <param name="Number">The line's number, from 1.</param>
internal sealed record CodeLine(string File, int Number);

/// <summary>
/// Reads Cobertura's XML, in which coverage.py, coverlet and Microsoft's collector report the lines that tests covered.
/// </summary>
internal static class CoberturaReport
{
    private const string Name = "coverage report";

    /// <summary>The share of lines that ran by one report, in percent; null where it has none.</summary>
    /// <exception cref="StepFailedException">It cannot be read.</exception>
    public static double? Share(string file) =>
        ReportXml.Read(
            Name,
            file,
            root =>
            {
                var valid = (int?)root.Attribute("lines-valid") ?? 0;
                return valid == 0 ? (double?)null : 100.0 * ((int?)root.Attribute("lines-covered") ?? 0) / valid;
            }
        );

    /// <summary>
    /// All lines of reports, and whether they ran: several may name a line, which ran if it did by one of them.
    /// </summary>
    /// <exception cref="StepFailedException">One cannot be read.</exception>
    public static Dictionary<CodeLine, bool> Lines(IEnumerable<string> files)
    {
        var lines = new Dictionary<CodeLine, bool>();
        foreach (var (line, ran) in files.SelectMany(file => ReportXml.Read(Name, file, root => Lines(root).ToArray())))
            lines[line] = ran || lines.GetValueOrDefault(line);
        return lines;
    }

    /// <summary>The share of lines that ran, in percent; null where there are none.</summary>
    public static double? Share(Dictionary<CodeLine, bool> lines) =>
        lines.Count == 0 ? null : 100.0 * lines.Values.Count(ran => ran) / lines.Count;

    private static IEnumerable<(CodeLine Line, bool Ran)> Lines(XElement report)
    {
        string[] roots = [.. report.Descendants("source").Select(source => source.Value).DefaultIfEmpty("")];
        return from type in report.Descendants("class")
            let file = PathOf((string?)type.Attribute("filename") ?? "", roots)
            from line in type.Elements("lines").Elements("line")
            select (
                new CodeLine(file, (int?)line.Attribute("number") ?? 0),
                line.Attribute("hits")?.Value is { } hits and not "0"
            );
    }

    private static string PathOf(string name, string[] roots) =>
        roots.Select(root => Path.GetFullPath(Path.Combine(root, name))) is var paths
        && paths.FirstOrDefault(File.Exists) is { } found
            ? found
            : paths.First();
}
