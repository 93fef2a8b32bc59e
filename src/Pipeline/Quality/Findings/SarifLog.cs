using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Quality.Findings;

// The part of SARIF 2.1.0 (OASIS) that findings need, by the standard's names.

internal sealed record SarifLog(string Version, ImmutableArray<SarifRun> Runs)
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }
}

internal sealed record SarifRun(SarifTool Tool, ImmutableArray<SarifResult>? Results)
{
    public ImmutableArray<SarifInvocation>? Invocations { get; init; }
    public string? ColumnKind { get; init; }
    public SarifAutomation? AutomationDetails { get; init; }
}

internal sealed record SarifAutomation(string Id);

internal sealed record SarifTool(SarifDriver Driver);

internal sealed record SarifDriver(string Name, ImmutableArray<SarifRule>? Rules);

internal sealed record SarifRule(string Id)
{
    public SarifConfiguration? DefaultConfiguration { get; init; }
    public Dictionary<string, JsonElement>? Properties { get; init; }
}

internal sealed record SarifConfiguration(string? Level);

internal sealed record SarifInvocation(bool ExecutionSuccessful);

internal sealed record SarifResult(SarifMessage? Message)
{
    public string? RuleId { get; init; }
    public int? RuleIndex { get; init; }
    public string? Kind { get; init; }
    public string? Level { get; init; }
    public ImmutableArray<SarifLocation>? Locations { get; init; }
    public ImmutableArray<JsonElement>? Suppressions { get; init; }
    public Dictionary<string, JsonElement>? Properties { get; init; }
    public Dictionary<string, string>? PartialFingerprints { get; init; }
}

internal sealed record SarifMessage(string? Text);

internal sealed record SarifLocation(SarifPhysicalLocation? PhysicalLocation);

internal sealed record SarifPhysicalLocation(SarifArtifact? ArtifactLocation, SarifRegion? Region);

internal sealed record SarifArtifact(string? Uri);

internal sealed record SarifRegion(int? StartLine, int? StartColumn);
