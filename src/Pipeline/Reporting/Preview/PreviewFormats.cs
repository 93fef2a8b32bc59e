using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Preview;

namespace Pipeline.Reporting;

/// <summary>How a preview is shown.</summary>
public enum PreviewFormat
{
    /// <summary>To a person.</summary>
    Text,

    /// <summary>To a program; <c>docs/preview.md</c> describes it.</summary>
    Json,

    /// <summary>To a GitHub workflow, as outputs of a step.</summary>
    GitHub,
}

/// <summary>Writes a preview in one of its formats.</summary>
public static class PreviewFormats
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Indented = new(Json) { WriteIndented = true };

    /// <summary>The format of this name; case does not matter.</summary>
    /// <exception cref="UnknownFormatException">There is none.</exception>
    public static PreviewFormat Parse(string name) =>
        name.ToLowerInvariant() switch
        {
            "text" => PreviewFormat.Text,
            "json" => PreviewFormat.Json,
            "github" => PreviewFormat.GitHub,
            _ => throw new UnknownFormatException(name),
        };

    /// <summary>Writes a preview.</summary>
    /// <param name="preview">The preview.</param>
    /// <param name="format">How.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="stepOutputs">
    /// The file that a workflow's step leaves its outputs in: it takes the lines of <see cref="PreviewFormat.GitHub"/>, and the
    /// text goes to the log. Null or empty where there is none.
    /// </param>
    public static void Write(
        DeliveryPreview preview,
        PreviewFormat format,
        TextWriter output,
        string? stepOutputs = null
    )
    {
        switch (format)
        {
            case PreviewFormat.Text:
                PreviewText.Write(preview, output);
                break;
            case PreviewFormat.Json:
                output.WriteLine(JsonSerializer.Serialize(preview, Indented));
                break;
            case PreviewFormat.GitHub when !string.IsNullOrEmpty(stepOutputs):
                File.AppendAllLines(stepOutputs, PreviewMatrix.Lines(preview));
                PreviewText.Write(preview, output);
                break;
            default:
                foreach (var line in PreviewMatrix.Lines(preview))
                    output.WriteLine(line);
                break;
        }
    }
}

/// <summary>A format was named that there is none of; the message lists those that there are.</summary>
public sealed class UnknownFormatException(string name)
    : Exception($"there is no format \"{name}\": give text, json or github");
