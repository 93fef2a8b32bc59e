using System.Xml.Linq;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.DotNet;

/// <summary>Reads the TRX files of <c>dotnet test</c>.</summary>
internal static class TrxReport
{
    private static readonly XNamespace Team = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Counts the results of all files: one for each test project and framework.</summary>
    /// <exception cref="StepFailedException">One cannot be read.</exception>
    public static TestReport Read(IEnumerable<string> files)
    {
        var results = files
            .SelectMany(file =>
                ReportXml.Read("test report", file, root => root.Descendants(Team + "UnitTestResult").ToArray())
            )
            .Select(result =>
                (Name: (string?)result.Attribute("testName") ?? "", Outcome: (string?)result.Attribute("outcome"))
            )
            .ToArray();
        return new(
            results.Count(result => result.Outcome == "Passed"),
            results.Count(result => result.Outcome == "NotExecuted"),
            [
                .. results
                    .Where(result => result.Outcome is not ("Passed" or "NotExecuted"))
                    .Select(result => result.Name),
            ]
        );
    }
}
