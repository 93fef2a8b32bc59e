using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.Java;

/// <summary>Reads the XML of Checkstyle, which ktlint and detekt write too.</summary>
internal static class CheckstyleReport
{
    /// <summary>The errors; the warnings where there is no error, as the build may let them fail.</summary>
    /// <exception cref="StepFailedException">The report cannot be read.</exception>
    public static ImmutableArray<Finding> Read(StepContext step, IEnumerable<string> files)
    {
        var all = files.SelectMany(file => Read(step, file)).Distinct().ToLookup(found => found.Severity);
        return [.. all[Severity.Medium].Any() ? all[Severity.Medium] : all[Severity.Low]];
    }

    private static Finding[] Read(StepContext step, string file) =>
        ReportXml.Read(
            "report of the linter",
            file,
            root =>
                (
                    from source in root.Elements("file")
                    from problem in source.Elements("error")
                    where (string?)problem.Attribute("severity") is "error" or "warning"
                    select new Finding(
                        "checkstyle",
                        RuleOf((string?)problem.Attribute("source") ?? "checkstyle"),
                        (string?)problem.Attribute("severity") == "error" ? Severity.Medium : Severity.Low,
                        (string?)problem.Attribute("message") ?? "breaks a rule"
                    )
                    {
                        File = step.RepositoryPath(
                            Path.GetFullPath((string?)source.Attribute("name") ?? "", step.Service.Directory)
                        ),
                        Line = (int?)problem.Attribute("line"),
                        Column = (int?)problem.Attribute("column"),
                    }
                ).ToArray()
        );

    // The class of a check: com.puppycrawl.tools.checkstyle.checks.naming.MemberNameCheck.
    private static string RuleOf(string source) => source[(source.LastIndexOf('.') + 1)..];
}
