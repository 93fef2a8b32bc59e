using System.Text.Json;
using Pipeline.Build.Preview;

namespace Pipeline.Build.Reporting.Preview;

/// <summary>Writes a preview in one of its formats.</summary>
internal static class PreviewWriter
{
    /// <summary>Writes a preview.</summary>
    /// <param name="preview">The preview.</param>
    /// <param name="format">The format.</param>
    /// <param name="output">Takes the text.</param>
    /// <param name="stepOutputs">
    /// The file for a workflow step's outputs: it takes the lines of <see cref="OutputFormat.GitHub"/>, and the
    /// text goes to the log. Null or empty for none.
    /// </param>
    public static void Write(
        DeliveryPreview preview,
        OutputFormat format,
        TextWriter output,
        string? stepOutputs = null
    )
    {
        switch (format)
        {
            case OutputFormat.Text:
                PreviewText.Write(preview, output);
                break;
            case OutputFormat.Json:
                output.WriteLine(JsonSerializer.Serialize(preview, OutputJson.Indented));
                break;
            case OutputFormat.GitHub when !string.IsNullOrEmpty(stepOutputs):
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
