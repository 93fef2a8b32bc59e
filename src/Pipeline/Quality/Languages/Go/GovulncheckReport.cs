using System.Text.Json;
using System.Text.Json.Serialization;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages.Go;

/// <summary>
/// Reads govulncheck's JSON: the stream of messages of protocol 1 (x/vuln 1.0 and later), and the one object that the
/// versions of early 2023, which distributions still carry, wrote instead.
/// </summary>
/// <remarks>
/// The Go database states no severities. They follow from how the code uses the vulnerable symbol: a function that it
/// calls is <see cref="Severity.High"/>, a package that it imports <see cref="Severity.Medium"/>, a module that it
/// merely requires <see cref="Severity.Low"/>.
/// </remarks>
internal static class GovulncheckReport
{
    private const string Name = "govulncheck";

    private sealed record Message(Config? Config, Advisory? Osv, Trace? Finding)
    {
        /// <summary>Of the legacy form: a JSON null without findings. Undefined in the current form.</summary>
        public JsonElement Vulns { get; init; }
    }

    private sealed record Config(string? Protocol_Version, string? Db, DateTimeOffset? Db_Last_Modified);

    private sealed record Advisory(string Id, string? Summary, string? Details);

    private sealed record Trace(
        string Osv,
        string? Fixed_Version,
        [property: JsonPropertyName("trace")] ImmutableArray<Frame> Frames
    );

    private sealed record Frame(string Module, string? Version, string? Package, string? Function, Position? Position);

    private sealed record Position(string? Filename, int? Line, int? Column);

    /// <summary>Reads a report of either form.</summary>
    /// <param name="step">The step.</param>
    /// <param name="output">The report.</param>
    /// <param name="folder">The folder of the module, to which it names files.</param>
    /// <exception cref="StepFailedException">It is neither, or cut short.</exception>
    public static async Task<ScanReport> Read(StepContext step, string output, AbsolutePath folder)
    {
        var messages = await ReportJson.ReadStream<Message>(Name, output);
        if (messages is [{ Vulns: { ValueKind: not JsonValueKind.Undefined } vulns }])
            return ScanReport.Complete(
                Name,
                GovulncheckLegacyReport.Read(step, vulns, folder),
                "asked its own database"
            );
        if (messages.Select(message => message.Config).FirstOrDefault(config => config is not null) is not { } config)
            throw new StepFailedException("the report of govulncheck is of an unknown form");

        // A database without a day holds no advisory.
        if (messages.All(message => message.Finding is null) && config.Db_Last_Modified is not { Year: > 2000 })
            return ScanReport.Unable(
                Name,
                $"govulncheck asked {config.Db ?? "its database"}, which states no day of its last change, so it may know no vulnerability"
            );

        var advisories = messages
            .Where(message => message.Osv is not null)
            .Select(message => message.Osv!)
            .DistinctBy(advisory => advisory.Id)
            .ToDictionary(advisory => advisory.Id);
        return ScanReport.Complete(
            Name,
            messages
                .Where(message => message.Finding is { Frames.IsDefaultOrEmpty: false })
                .Select(message => message.Finding!)
                .GroupBy(trace => (trace.Osv, trace.Frames[0].Module))
                .Select(traces =>
                    Finding(step, folder, traces.MaxBy(Nearness)!, advisories.GetValueOrDefault(traces.Key.Osv))
                ),
            $"asked {config.Db ?? "its database"} as of {config.Db_Last_Modified?.ToString("yyyy-MM-dd") ?? "an unknown day"}"
        );
    }

    /// <summary>The severity of a vulnerability by the code's use of it.</summary>
    public static Severity Rank(bool isCalled, bool isImported) =>
        isCalled ? Severity.High
        : isImported ? Severity.Medium
        : Severity.Low;

    private static Severity Nearness(Trace trace) =>
        Rank(trace.Frames[0].Function is not null, trace.Frames[0].Package is not null);

    // A trace leads from the vulnerable symbol to the service's own code, whose frames name a file.
    private static Finding Finding(StepContext step, AbsolutePath folder, Trace trace, Advisory? advisory)
    {
        var vulnerable = trace.Frames[0];
        var own = trace.Frames[^1] is { Version: null, Position.Filename: not null } last ? last : null;
        return new(Name, trace.Osv, Nearness(trace), advisory?.Summary ?? advisory?.Details?.Trim() ?? "is vulnerable")
        {
            File = step.RepositoryPath(Path.GetFullPath(own?.Position!.Filename ?? "go.mod", folder)),
            Line = own?.Position!.Line,
            Column = own?.Position!.Column,
            Package = $"{vulnerable.Module}@{vulnerable.Version}",
            FixedVersion = trace.Fixed_Version,
        };
    }
}
