using System.Xml.Linq;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.Java;

/// <summary>
/// Reads JaCoCo's XML. It names a source by package and name, as a class file does: <c>shop/Order.java</c>.
/// </summary>
internal static class JacocoReport
{
    /// <summary>All lines of reports, and whether they ran, which they did if they did by one of them.</summary>
    /// <exception cref="StepFailedException">One cannot be read.</exception>
    public static Dictionary<CodeLine, bool> Lines(IEnumerable<string> files)
    {
        var lines = new Dictionary<CodeLine, bool>();
        foreach (
            var (line, ran) in files.SelectMany(file =>
                ReportXml.Read("coverage report", file, root => Lines(root).ToArray())
            )
        )
            lines[line] = ran || lines.GetValueOrDefault(line);
        return lines;
    }

    // "ci" counts the instructions that ran.
    private static IEnumerable<(CodeLine Line, bool Ran)> Lines(XElement report) =>
        from package in report.Descendants("package")
        from source in package.Elements("sourcefile")
        let file = $"{(string?)package.Attribute("name")}/{(string?)source.Attribute("name")}"
        from line in source.Elements("line")
        select (new CodeLine(file, (int?)line.Attribute("nr") ?? 0), (int?)line.Attribute("ci") > 0);
}
