using System.Text.Json;

namespace Pipeline.Images.Registries;

/// <summary>Reads a registry's error response.</summary>
internal static class RegistryErrors
{
    private const int Longest = 300;

    /// <summary>Its codes and messages; empty where it has none.</summary>
    public static string Describe(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var errors = json
                .RootElement.GetProperty("errors")
                .EnumerateArray()
                .Select(error => $"{Text(error, "code")} {Text(error, "message")}".Trim());
            var said = string.Join("; ", errors).ReplaceLineEndings(" ");
            return said.Length > Longest ? said[..Longest] + "…" : said;
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "";
        }
    }

    private static string? Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
