using System.Xml;
using System.Xml.Linq;
using Pipeline.Foundation.Failures;

namespace Pipeline.Quality.Testing;

/// <summary>Reads JUnit's XML, which pytest and node's test runner write.</summary>
internal static class JUnitReport
{
    /// <summary>Counts the test cases.</summary>
    /// <exception cref="StepFailedException">The report cannot be read.</exception>
    public static TestReport Read(string tool, string xml)
    {
        var cases = Root(tool, xml).Descendants("testcase").Where(test => !IsBareFile(test)).ToArray();
        return new(
            cases.Count(test => !Is(test, "failure", "error", "skipped")),
            cases.Count(test => Is(test, "skipped")),
            [.. cases.Where(test => Is(test, "failure", "error")).Select(Name)]
        );
    }

    private static XElement Root(string tool, string xml)
    {
        try
        {
            if (XDocument.Parse(xml).Root is { Name.LocalName: "testsuites" or "testsuite" } root)
                return root;
        }
        catch (XmlException broken)
        {
            throw new StepFailedException($"the report of {tool} cannot be read: {broken.Message}");
        }

        throw new StepFailedException($"the report of {tool} cannot be read: it is not a JUnit report");
    }

    private static bool Is(XElement test, params string[] outcomes) =>
        test.Elements().Any(element => outcomes.Contains(element.Name.LocalName));

    // Node's runner reports a file without tests as a passed test, named by the file's full path.
    private static bool IsBareFile(XElement test) =>
        Path.IsPathFullyQualified((string?)test.Attribute("name") ?? "") && !Is(test, "failure", "error");

    // Node's runner gives all of its tests the class "test".
    private static string Name(XElement test) =>
        (string?)test.Attribute("classname") is { Length: > 0 } group and not "test"
            ? $"{group}.{(string?)test.Attribute("name")}"
            : (string?)test.Attribute("name") ?? "(a test without a name)";
}
