using System.Diagnostics;

namespace Pipeline.Foundation.Tracing;

/// <summary>
/// The spans of runs, in .NET's own form: <see cref="Activity"/>. None is made where nobody listens to the source.
/// </summary>
internal static class Spans
{
    /// <summary>The name of their source.</summary>
    public const string Name = "Pipeline";

    /// <summary>Makes them.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>
    /// Hands the current span on to a program, whose own spans are then below it: OpenTelemetry's "Environment
    /// Variables as Context Propagation Carriers".
    /// </summary>
    /// <param name="variables">The variables of the program.</param>
    public static void HandOn(IDictionary<string, string?> variables)
    {
        if (Activity.Current is not { } span || span.Source != Source)
            return;
        variables[TraceParent.Variable] = span.Id;
        if (span.TraceStateString is { } state)
            variables[TraceParent.StateVariable] = state;
    }
}
