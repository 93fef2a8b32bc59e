using System.Diagnostics;

namespace Polyfills.Tests.Nuke;

/// <summary>What a build has written, and what it ended with.</summary>
public sealed record BuildRun(int ExitCode, string Output)
{
    /// <summary>What the targets said, without what the engine wrote around it.</summary>
    public IReadOnlyList<string> Said =>
        [.. Lines.Where(line => line.StartsWith("> ", StringComparison.Ordinal)).Select(line => line[2..])];

    /// <summary>Its lines; NUKE fills its table up with no-break spaces, which count as spaces.</summary>
    public IReadOnlyList<string> Lines => Output.Replace('\u00a0', ' ').Split('\n', StringSplitOptions.TrimEntries);

    /// <summary>The target's line in the closing table, from its status on; null where it has none.</summary>
    public string? Outcome(string target) =>
        Lines
            .Where(line => line.StartsWith(target + " ", StringComparison.Ordinal))
            .Select(line => line[target.Length..].Trim())
            .LastOrDefault(line => char.IsUpper(line[0]));

    public static async Task<BuildRun> Of(Process process, CancellationToken cancellation)
    {
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return new BuildRun(process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
