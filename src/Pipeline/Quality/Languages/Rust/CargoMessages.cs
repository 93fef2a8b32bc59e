using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages.Rust;

/// <summary>
/// Reads the messages of cargo's <c>--message-format=json</c>: an object a line, between lines that tests print.
/// </summary>
internal static class CargoMessages
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private sealed record Event(string Reason, Diagnostic? Message = null);

    private sealed record Diagnostic(
        string Message,
        string Level,
        string? Rendered,
        DiagnosticCode? Code,
        ImmutableArray<Span> Spans
    );

    private sealed record DiagnosticCode(string Code);

    private sealed record Span(string FileName, int LineStart, int ColumnStart, bool IsPrimary);

    /// <summary>The text that cargo writes without that format; null for messages without text.</summary>
    public static string? Text(string line) =>
        Parse(line) is not { Reason: { } reason } message ? line
        : reason == "compiler-message" ? message.Message?.Rendered?.TrimEnd('\n')
        : null;

    /// <summary>What the compiler and Clippy say of a place.</summary>
    /// <param name="step">The step.</param>
    /// <param name="tool">The tool's name.</param>
    /// <param name="output">The output.</param>
    /// <param name="root">The folder of the workspace, to which they name files.</param>
    public static ImmutableArray<Finding> Read(StepContext step, string tool, string output, AbsolutePath root) =>
        [
            .. output
                .Split('\n')
                .Select(line => Parse(line)?.Message)
                .OfType<Diagnostic>()
                .Where(said => said.Level is "error" or "warning")
                .Select(said => (said, Place: said.Spans.FirstOrDefault(span => span.IsPrimary)))
                .Where(found => found.Place is not null)
                .Select(found => new Finding(
                    tool,
                    found.said.Code?.Code ?? tool,
                    found.said.Level == "error" ? Severity.High : Severity.Medium,
                    found.said.Message
                )
                {
                    File = step.RepositoryPath(Path.GetFullPath(found.Place!.FileName, root)),
                    Line = found.Place.LineStart,
                    Column = found.Place.ColumnStart,
                })
                .Distinct(),
        ];

    // A test may print a brace at the start of a line.
    private static Event? Parse(string line)
    {
        if (!line.StartsWith('{'))
            return null;
        try
        {
            return JsonSerializer.Deserialize<Event>(line, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
