using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Nuke.Common.IO;
using Pipeline.Foundation.Failures;

namespace Pipeline.Acceptance.Suites;

/// <summary>
/// Reads cases from JUnit's XML. A case is flaky where it passed and has <c>flakyFailure</c> or <c>flakyError</c>, as
/// Surefire, Gradle and Playwright (with <c>includeRetries</c>) write it, and where it is named several times, as
/// pytest-rerunfailures writes its reruns: then the last one counts.
/// </summary>
internal static class CaseReport
{
    // Several times what 100,000 cases with their output take.
    private const long MostCharacters = 64 << 20;

    private const int LongestMessage = 500;

    // https://maven.apache.org/surefire/maven-surefire-plugin/examples/rerun-failing-tests.html
    private static readonly string[] Flaky = ["flakyFailure", "flakyError"];

    private static readonly string[] Failed = ["failure", "error"];

    // GoogleTest marks a disabled test by an attribute alone.
    private static readonly string[] NotRun = ["notrun", "disabled", "skipped"];

    /// <summary>The cases of a report, in its order.</summary>
    /// <exception cref="StepFailedException">
    /// It is no report of JUnit, is cut off or too long, or has a DTD.
    /// </exception>
    public static ImmutableArray<SuiteCase> Read(AbsolutePath file)
    {
        try
        {
            // Entities of a DTD could read other files, or grow without end.
            var settings = new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                MaxCharactersInDocument = MostCharacters,
            };
            using var reader = XmlReader.Create(file, settings);
            if (XDocument.Load(reader).Root is { Name.LocalName: "testsuites" or "testsuite" } root)
                return [.. root.Descendants("testcase").Select(Case).GroupBy(one => one.Id).Select(Last)];
        }
        catch (XmlException broken)
        {
            throw new StepFailedException($"the report {file} cannot be read: {broken.Message}");
        }

        throw new StepFailedException($"the report {file} is not one of JUnit: its root is not \"testsuites\"");
    }

    private static SuiteCase Case(XElement test)
    {
        var suite = test.Ancestors("testsuite").FirstOrDefault();
        var id = new CaseId(Text(suite, "name"), Text(suite, "hostname"), Text(test, "classname"), Text(test, "name"));
        var (outcome, reason) =
            Child(test, Failed) is { } failure ? (CaseOutcome.Failed, failure)
            : Child(test, "skipped") is { } skipped ? (CaseOutcome.Skipped, skipped)
            : NotRun.Contains(Text(test, "status")) ? (CaseOutcome.Skipped, null)
            : Child(test, Flaky) is { } flaky ? (CaseOutcome.Flaky, flaky)
            : (CaseOutcome.Passed, null);
        return new(id, outcome, Seconds(test), reason is null ? null : Message(reason));
    }

    private static SuiteCase Last(IEnumerable<SuiteCase> runs) =>
        runs.ToArray() is [.. { Length: > 0 }, { Outcome: CaseOutcome.Passed } last]
            ? last with
            {
                Outcome = CaseOutcome.Flaky,
            }
            : runs.Last();

    private static XElement? Child(XElement test, params string[] names) =>
        test.Elements().FirstOrDefault(element => names.Contains(element.Name.LocalName));

    private static string Text(XElement? element, string attribute) => (string?)element?.Attribute(attribute) ?? "";

    private static string? Message(XElement reason)
    {
        var text = Text(reason, "message") is { Length: > 0 } message ? message : reason.Value;
        var line = text.Trim().Split('\n')[0].TrimEnd();
        return line.Length == 0 ? null
            : line.Length > LongestMessage ? $"{line[..LongestMessage]}…"
            : line;
    }

    private static double Seconds(XElement test) =>
        double.TryParse(Text(test, "time"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        && seconds is >= 0 and < double.PositiveInfinity
            ? seconds
            : 0;
}
