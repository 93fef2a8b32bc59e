using System.Security.Cryptography;
using System.Text;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.CodeScanning;

/// <summary>What one tool found for a target of a service, as GitHub takes it.</summary>
/// <param name="Service">The service.</param>
/// <param name="Target">The target.</param>
/// <param name="Run">The run, with a category, a place for each result, and what recognises a result again.</param>
internal sealed record ScannedRun(string Service, string Target, SarifRun Run)
{
    // https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/troubleshoot-sarif-uploads
    private const int MostResults = 25_000;

    private const string Fingerprint = "primaryLocationLineHash";

    /// <summary>Reads a target's report; code of the service may have written it.</summary>
    /// <exception cref="StepFailedException">It cannot be read, or GitHub would not take it.</exception>
    public static ImmutableArray<ScannedRun> Read(StepContext step, string target, string file) =>
        [
            .. SarifReader
                .Parse($"{target} for {step.Service.Name}", step.Redact(File.ReadAllText(file)))
                .Runs.Select(run => new ScannedRun(step.Service.Name, target, Prepared(step, target, run))),
        ];

    /// <inheritdoc />
    public override string ToString() => $"{Run.Tool.Driver.Name} in {Target} of {Service}";

    private static SarifRun Prepared(StepContext step, string target, SarifRun run)
    {
        var results =
            run.Results
            ?? throw new StepFailedException(
                $"the report of {target} for {step.Service.Name} has no results: the scan was not completed"
            );
        if (results.Length > MostResults)
            throw new StepFailedException(
                $"{target} found {results.Length} results in {step.Service.Name}, and GitHub takes {MostResults} of a tool at most: leave out rules that find too much"
            );

        var seen = new Dictionary<string, int>();
        return run with
        {
            // A category ends at the last slash; a tool's results replace those of the same tool and category.
            AutomationDetails = new($"{step.Service.Name}/{target}/"),
            Results = [.. results.Select(result => Recognised(Placed(result, step), step, seen))],
        };
    }

    // GitHub takes no result without a text and a place: what is found in an image or a package is the service's.
    private static SarifResult Placed(SarifResult result, StepContext step)
    {
        var place = result.Locations?.FirstOrDefault()?.PhysicalLocation;
        return result with
        {
            Message = new(
                result.Message?.Text is { Length: > 0 } text ? text : result.RuleId ?? "a finding without a text"
            ),
            Locations =
            [
                new(
                    new(
                        new(place?.ArtifactLocation?.Uri ?? PlaceOf(step)),
                        new(place?.Region?.StartLine ?? 1, place?.Region?.StartColumn)
                    )
                ),
            ],
        };
    }

    private static string PlaceOf(StepContext step) =>
        string.Join(
            '/',
            (
                (step.Service.Dockerfile ?? step.Service.Project) is { } recipe
                    ? Path.GetRelativePath(step.Platform.Root, recipe).Replace('\\', '/')
                    : step.Service.Path
            )
                .Split('/')
                .Select(Uri.EscapeDataString)
        );

    // By what the line says and not by its number, which changes with every line above it.
    private static SarifResult Recognised(SarifResult result, StepContext step, Dictionary<string, int> seen)
    {
        var place = result.Locations!.Value[0].PhysicalLocation;
        var about = string.Join(
            '\n',
            result.RuleId,
            place?.ArtifactLocation?.Uri,
            LineOf(step, place) ?? result.Message?.Text
        );
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(about)))[..16];
        var count = seen[hash] = seen.GetValueOrDefault(hash) + 1;
        return result with { PartialFingerprints = new() { [Fingerprint] = $"{hash}:{count}" } };
    }

    private static string? LineOf(StepContext step, SarifPhysicalLocation? place)
    {
        if (place is not { ArtifactLocation.Uri: { } uri, Region.StartLine: > 0 and var line })
            return null;
        var file = Path.GetFullPath(Path.Combine(step.Platform.Root, Uri.UnescapeDataString(uri)));
        return
            file.StartsWith(step.Service.Directory + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            && File.Exists(file)
            ? File.ReadLines(file).ElementAtOrDefault(line - 1)?.Trim()
            : null;
    }
}
