using System.Text;
using System.Text.RegularExpressions;
using Docker.DotNet.Models;
using Pipeline.Execution.Logs;

namespace Pipeline.Images.Engines;

/// <summary>Logs the progress messages of a build, pull or push, and keeps the error among them.</summary>
internal sealed partial class EngineMessages(StepLog log, Action? heard = null) : IProgress<JSONMessage>
{
    private readonly StringBuilder line = new();

    /// <summary>The error in the stream of messages, which the HTTP status does not reflect.</summary>
    public string? Error { get; private set; }

    /// <summary>The id of the image that was built.</summary>
    public string? ImageId { get; private set; }

    /// <inheritdoc />
    public void Report(JSONMessage value)
    {
        heard?.Invoke();
        if ((value.Error?.Message ?? value.ErrorMessage) is { Length: > 0 } error)
            Error = error.Trim();
        if (value.Aux?.ExtensionData?.TryGetValue("ID", out var id) == true)
            ImageId = id.ToString();
        if (value.Stream is { } text)
            Append(text);
        // Progress bars are left out.
        if (value.Status is { } status && value.Progress is not { Current: > 0 })
            log.Write(value.ID is null ? status : $"{value.ID}: {status}");
    }

    // Lines arrive in fragments.
    private void Append(string text)
    {
        line.Append(text);
        if (!text.EndsWith('\n'))
            return;

        foreach (var whole in line.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            log.Write(whole.TrimEnd());
            // Podman's own build API ends with the bare id.
            if (Id().IsMatch(whole))
                ImageId = $"sha256:{whole.Trim()}";
        }

        line.Clear();
    }

    [GeneratedRegex(@"\A[0-9a-f]{64}\s*\z")]
    private static partial Regex Id();
}
