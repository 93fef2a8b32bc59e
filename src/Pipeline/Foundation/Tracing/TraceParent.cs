using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Foundation.Tracing;

/// <summary>The span that a run's own is below.</summary>
internal static class TraceParent
{
    /// <summary>The variable that has it, as W3C's Trace Context writes it.</summary>
    public const string Variable = "TRACEPARENT";

    /// <summary>The variable of what tracing systems add to it.</summary>
    public const string StateVariable = "TRACESTATE";

    /// <summary>
    /// The parent that the environment states. Without one, the jobs of a workflow of GitHub, which share no variable,
    /// share that which OpenTelemetry's GitHub receiver gives to their run. Invalid values are ignored, as W3C asks.
    /// </summary>
    /// <param name="variable">Reads a variable.</param>
    /// <returns>The parent; the default value for none.</returns>
    public static ActivityContext Read(Func<string, string?> variable) =>
        ActivityContext.TryParse(variable(Variable), variable(StateVariable), isRemote: true, out var stated) ? stated
        : variable("GITHUB_RUN_ID") is { Length: > 0 } run ? OfWorkflow($"{run}{variable("GITHUB_RUN_ATTEMPT")}")
        : default;

    private static ActivityContext OfWorkflow(string attempt) =>
        new(
            ActivityTraceId.CreateFromString(Hash($"{attempt}t").AsSpan(0, 32)),
            ActivitySpanId.CreateFromString(Hash($"{attempt}s").AsSpan(16, 16)),
            ActivityTraceFlags.Recorded,
            isRemote: true
        );

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
