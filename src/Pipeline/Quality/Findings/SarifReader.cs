using System.Globalization;
using System.Text.Json;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;

namespace Pipeline.Quality.Findings;

/// <summary>Reads SARIF 2.1.0 of any tool.</summary>
internal static class SarifReader
{
    /// <summary>The property with a score from 0 to 10, as GitHub defines it.</summary>
    internal const string Score = "security-severity";

    // Our property, then DevSkim's: each ranks finer than SARIF's levels.
    private static readonly string[] Words = ["severity", "DevSkimSeverity"];

    // Results that report no problem.
    private static readonly string[] Harmless = ["pass", "notApplicable", "informational"];

    /// <summary>Reads the findings of all runs, without suppressed ones.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="sarif">The report; null where the tool wrote none.</param>
    /// <param name="prefix">
    /// Prepended to relative file names to make them relative to the repository's root; empty, or ending in a slash.
    /// </param>
    /// <param name="exists">
    /// True for the name of a file, relative to the repository's root: some tools write names as they are, where SARIF
    /// has them percent-encoded. Null: all are encoded.
    /// </param>
    /// <exception cref="StepFailedException">
    /// The report cannot be read, or states that the tool did not succeed.
    /// </exception>
    public static ImmutableArray<Finding> Read(
        string tool,
        string? sarif,
        string prefix = "",
        Func<string, bool>? exists = null
    )
    {
        var log = Parse(tool, sarif);
        if (log.Runs.Any(run => run.Invocations?.Any(invocation => !invocation.ExecutionSuccessful) == true))
            throw new StepFailedException($"{tool} reports that it did not succeed: see the log");
        return
        [
            .. log.Runs.SelectMany(run =>
                (
                    run.Results
                    ?? throw new StepFailedException($"the report of {tool} has no results: the scan was not completed")
                )
                    .Where(result => !Harmless.Contains(result.Kind) && result.Suppressions is not { Length: > 0 })
                    .Select(result => Finding(tool, run.Tool.Driver, result, uri => FileName(uri, prefix, exists)))
            ),
        ];
    }

    /// <summary>Reads a report as it is.</summary>
    /// <param name="source">Whose report it is, for the message.</param>
    /// <param name="sarif">The report; null where there is none.</param>
    /// <exception cref="StepFailedException">It cannot be read.</exception>
    public static SarifLog Parse(string source, string? sarif) =>
        ReportJson.Read<SarifLog>(
            source,
            sarif,
            log =>
                log is { Version: "2.1.0", Runs.IsDefault: false }
                && log.Runs.All(run => run is { Tool.Driver.Name: not null })
        );

    private static Finding Finding(string tool, SarifDriver driver, SarifResult result, Func<string, string> name)
    {
        var rules = driver.Rules ?? [];
        var rule =
            result.RuleIndex is { } index && index >= 0 && index < rules.Length
                ? rules[index]
                : rules.FirstOrDefault(rule => rule.Id == result.RuleId);
        var place = result.Locations?.FirstOrDefault()?.PhysicalLocation;
        return new(tool, result.RuleId ?? rule?.Id ?? tool, Severity(result, rule), result.Message?.Text ?? "")
        {
            File = place?.ArtifactLocation?.Uri is { } uri ? name(uri) : null,
            Line = place?.Region?.StartLine,
            Column = place?.Region?.StartColumn,
            Package = Text(result.Properties, "package"),
            FixedVersion = Text(result.Properties, "fixedVersion"),
        };
    }

    private static Severity Severity(SarifResult result, SarifRule? rule)
    {
        var word = Words
            .Select(name => Text(result.Properties, name) ?? Text(rule?.Properties, name))
            .FirstOrDefault(word => word is not null);
        if (
            SeverityScale.Parse(word) is var ranked
            && (ranked != Catalog.Severity.Unknown || word == nameof(Catalog.Severity.Unknown))
        )
            return ranked;

        var score = Text(result.Properties, Score) ?? Text(rule?.Properties, Score);
        if (double.TryParse(score, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return SeverityScale.OfScore(number);

        // A result without a level has its rule's, and without that it is a warning (SARIF 2.1.0, section 3.27.10).
        return (result.Level ?? rule?.DefaultConfiguration?.Level ?? "warning") switch
        {
            "error" => Catalog.Severity.High,
            "warning" => Catalog.Severity.Medium,
            "note" => Catalog.Severity.Low,
            _ => Catalog.Severity.Unknown,
        };
    }

    private static string? Text(Dictionary<string, JsonElement>? properties, string name) =>
        properties?.TryGetValue(name, out var value) == true
            ? value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : value.GetRawText()
            : null;

    private static string FileName(string uri, string prefix, Func<string, bool>? exists) =>
        exists?.Invoke(prefix + uri) == true ? prefix + uri
        : Uri.TryCreate(uri, UriKind.Absolute, out var full) && full.IsFile ? full.LocalPath
        : prefix + Uri.UnescapeDataString(uri);
}
