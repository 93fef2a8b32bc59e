using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;

namespace Pipeline.Tests.Quality.Findings;

public sealed class SarifTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char.AlphaNumeric, 1, 12];

    private static readonly Gen<string> Path = Gen.String[Gen.Char["abc äß%+#?[ ]&=:@"], 1, 8]
        .Array[1, 3]
        .Select(parts => string.Join('/', parts.Select(part => "f" + part)));

    private static readonly Gen<Finding> Findings = Gen.Select(
        Text,
        Gen.Enum<Severity>(),
        Path.Null(),
        Gen.Int[1, 999],
        Text.Null(),
        (rule, severity, file, line, package) =>
            new Finding("tool", rule, severity, $"{rule} \"<&>\"")
            {
                File = file,
                Line = file is null ? null : line,
                Column = file is null || line % 2 == 0 ? null : line,
                Package = package,
                FixedVersion = package,
            }
    );

    [Fact]
    public void What_is_written_can_be_read_again() =>
        Findings
            .Array[0, 8]
            .Sample(findings =>
                SarifReader.Read("tool", SarifWriter.Write(new(["tool"], [.. findings], ""))).ShouldBe(findings)
            );

    [Fact]
    public void A_file_has_a_run_for_each_tool_with_what_code_hosts_need()
    {
        var finding = new Finding("one", "R1", Severity.High, "is bad")
        {
            File = "a b/ä.go",
            Line = 3,
            Column = 5,
        };

        using var sarif = JsonDocument.Parse(SarifWriter.Write(new(["one", "two"], [finding], "")));

        var root = sarif.RootElement;
        root.GetProperty("version").GetString().ShouldBe("2.1.0");
        var runs = root.GetProperty("runs");
        runs.GetArrayLength().ShouldBe(2);
        runs[1].GetProperty("results").GetArrayLength().ShouldBe(0);
        var rule = runs[0].GetProperty("tool").GetProperty("driver").GetProperty("rules")[0];
        rule.GetProperty("id").GetString().ShouldBe("R1");
        rule.GetProperty("properties").GetProperty("security-severity").GetString().ShouldBe("8.0");
        var result = runs[0].GetProperty("results")[0];
        result.GetProperty("ruleIndex").GetInt32().ShouldBe(0);
        result.GetProperty("level").GetString().ShouldBe("error");
        result.GetProperty("message").GetProperty("text").GetString().ShouldBe("is bad");
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        place.GetProperty("artifactLocation").GetProperty("uri").GetString().ShouldBe("a%20b/%C3%A4.go");
        place.GetProperty("region").GetProperty("startLine").GetInt32().ShouldBe(3);
    }

    [Theory]
    [InlineData("""{ "level": "error" }""", Severity.High)]
    [InlineData("""{ "level": "warning" }""", Severity.Medium)]
    [InlineData("""{ "level": "note" }""", Severity.Low)]
    [InlineData("""{ "level": "none" }""", Severity.Unknown)]
    [InlineData("""{ }""", Severity.Medium)]
    [InlineData("""{ "ruleId": "R9" }""", Severity.Critical)]
    [InlineData("""{ "level": "note", "properties": { "security-severity": "7.1" } }""", Severity.High)]
    [InlineData("""{ "level": "error", "properties": { "DevSkimSeverity": "Moderate" } }""", Severity.Medium)]
    public void A_result_has_the_severity_that_its_tool_means(string result, Severity severity)
    {
        var findings = SarifReader.Read("tool", Log(result));

        findings.Single().Severity.ShouldBe(severity);
    }

    [Theory]
    [InlineData("""{ "kind": "pass" }""")]
    [InlineData("""{ "suppressions": [{ "kind": "inSource" }] }""")]
    public void What_passed_and_what_is_suppressed_is_no_finding(string result) =>
        SarifReader.Read("tool", Log(result)).ShouldBeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "version": "2.0.0", "runs": [] }""")]
    [InlineData("""{ "version": "2.1.0", "runs": [{}] }""")]
    [InlineData("""{ "version": "2.1.0", "runs": [{ "tool": { "driver": { "name": "t" } } }] }""")]
    [InlineData(
        """{ "version": "2.1.0", "runs": [{ "tool": { "driver": { "name": "t" } }, "results": [], "invocations": [{ "executionSuccessful": false }] }] }"""
    )]
    public void What_is_no_complete_report_is_refused(string sarif) =>
        Should.Throw<StepFailedException>(() => SarifReader.Read("tool", sarif)).Message.ShouldContain("tool");

    private static string Log(string result)
    {
        var log = JsonNode.Parse(
            """
            {
              "version": "2.1.0",
              "runs": [{
                "tool": { "driver": { "name": "t", "rules": [{ "id": "R9", "properties": { "security-severity": "9.8" } }] } },
                "results": []
              }]
            }
            """
        )!;
        var written = JsonNode.Parse(result)!;
        written["message"] = new JsonObject { ["text"] = "m" };
        log["runs"]![0]!["results"]!.AsArray().Add(written);
        return log.ToJsonString();
    }
}
