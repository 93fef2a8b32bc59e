using Pipeline.Foundation.Processes;

namespace Pipeline.Build.Reporting;

/// <summary>Reports whether the programs of services are confined on this machine.</summary>
internal static class ConfinementReport
{
    /// <summary>Writes the report.</summary>
    public static void Write(TextWriter output) =>
        output.WriteLine(
            Landlock.Obstacle is { } obstacle
                ? $"! programs of services are not confined, and can write what you can: {obstacle}"
                : $"✓ programs of services are confined by Landlock {Landlock.Version}{(Landlock.KnowsPorts ? "" : ", which cannot limit what they connect to")}"
        );
}
