using System.Text.Json;

namespace Pipeline.Planning;

/// <summary>An event of GitHub's merge queue.</summary>
internal static class MergeGroup
{
    /// <summary>GitHub's name for the event.</summary>
    public const string EventName = "merge_group";

    /// <summary>
    /// The commit that the queue merges onto; null where the event does not name it, so that everything counts as
    /// changed.
    /// </summary>
    /// <param name="eventPath">The file with the event.</param>
    public static string? Base(string? eventPath)
    {
        if (!File.Exists(eventPath))
            return null;

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(eventPath));
            return
                document.RootElement.TryGetProperty(EventName, out var group)
                && group.TryGetProperty("base_sha", out var commit)
                ? commit.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
