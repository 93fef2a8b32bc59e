using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Acceptance.LoadTests;

/// <summary>The last good run in an environment, with which the next one is compared.</summary>
internal static class KeptLoad
{
    /// <summary>Where it is kept.</summary>
    public static AbsolutePath FileOf(AbsolutePath artifacts, string environment) =>
        artifacts / "load" / environment / "last-good.json";

    /// <summary>Reads it; null where there is none that can be read.</summary>
    public static LoadReport? Read(AbsolutePath file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<LoadReport>(File.ReadAllBytes(file)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a good run.</summary>
    public static void Write(AbsolutePath file, LoadReport report) =>
        AtomicFile.Write(file, JsonSerializer.Serialize(report));
}
