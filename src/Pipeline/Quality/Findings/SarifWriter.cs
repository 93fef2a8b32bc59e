using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Catalog;

namespace Pipeline.Quality.Findings;

/// <summary>Writes findings as SARIF 2.1.0, which code hosts and editors read.</summary>
internal static class SarifWriter
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Writes a run for each tool, including those without findings.</summary>
    public static string Write(FindingSet found) =>
        WriteRuns([.. found.Tools.Select(tool => Run(tool, found.Findings.Where(finding => finding.Tool == tool)))]);

    /// <summary>Writes runs.</summary>
    public static string WriteRuns(ImmutableArray<SarifRun> runs) =>
        JsonSerializer.Serialize(
            new SarifLog("2.1.0", runs) { Schema = "https://json.schemastore.org/sarif-2.1.0.json" },
            Options
        ) + "\n";

    private static SarifRun Run(string tool, IEnumerable<Finding> findings)
    {
        var rules = findings.GroupBy(finding => finding.RuleId).ToArray();
        var indexes = rules
            .Select((rule, index) => (rule.Key, index))
            .ToDictionary(rule => rule.Key, rule => rule.index);
        return new(
            new(new(tool, [.. rules.Select(rule => Rule(rule.Key, rule.Max(finding => finding.Severity)))])),
            [.. findings.Select(finding => Result(finding, indexes[finding.RuleId]))]
        )
        {
            ColumnKind = "utf16CodeUnits",
        };
    }

    // Code hosts rank a result by its rule's score; the result keeps its own severity beside it.
    private static SarifRule Rule(string id, Severity severity) =>
        new(id)
        {
            DefaultConfiguration = new(Level(severity)),
            Properties = Score(severity) is { } score
                ? new() { [SarifReader.Score] = JsonSerializer.SerializeToElement(score) }
                : null,
        };

    private static SarifResult Result(Finding finding, int rule) =>
        new(new SarifMessage(finding.Message))
        {
            RuleId = finding.RuleId,
            RuleIndex = rule,
            Level = Level(finding.Severity),
            Suppressions = finding.Excuse is null ? null : [Suppression(finding.Excuse)],
            Locations = finding.File is null ? null : [Location(finding, finding.File)],
            Properties = new[]
            {
                ("severity", finding.Severity.ToString()),
                ("package", finding.Package),
                ("fixedVersion", finding.FixedVersion),
            }
                .Where(property => property.Item2 is not null)
                .ToDictionary(
                    property => property.Item1,
                    property => JsonSerializer.SerializeToElement(property.Item2)
                ),
        };

    private static JsonElement Suppression(string justification) =>
        JsonSerializer.SerializeToElement(
            new
            {
                kind = "external",
                status = "accepted",
                justification,
            }
        );

    private static SarifLocation Location(Finding finding, string file) =>
        new(
            new(
                new(string.Join('/', file.Split('/').Select(Uri.EscapeDataString))),
                finding.Line is null ? null : new(finding.Line, finding.Column)
            )
        );

    private static string Level(Severity severity) =>
        severity switch
        {
            Severity.Critical or Severity.High => "error",
            Severity.Medium => "warning",
            _ => "note",
        };

    // The middle of each band of CVSS 3.1.
    private static string? Score(Severity severity) =>
        severity switch
        {
            Severity.Critical => "9.5",
            Severity.High => "8.0",
            Severity.Medium => "5.5",
            Severity.Low => "2.0",
            _ => null,
        };
}
