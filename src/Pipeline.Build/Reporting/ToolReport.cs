using Pipeline.Tools;

namespace Pipeline.Build.Reporting;

/// <summary>Reports the installed tools.</summary>
internal static class ToolReport
{
    /// <summary>Writes a line for each tool: its version and problems, or how to install it.</summary>
    public static void Write(ImmutableArray<Diagnosis> diagnoses, TextWriter output)
    {
        foreach (var diagnosis in diagnoses)
            output.WriteLine(Line(diagnosis));
    }

    private static string Line(Diagnosis diagnosis) =>
        (diagnosis.Tool, diagnosis.Version) switch
        {
            (var tool, null) =>
                $"{(tool.IsOptional ? "○" : "✗")} {tool.Name, -18} missing: it {tool.Purpose}; {Doctor.Remedy(tool)}",
            var (tool, version) when diagnosis.Objection is { } objection =>
                $"! {tool.Name, -18} {version}: {objection}",
            var (tool, version) => $"✓ {tool.Name, -18} {version}",
        };
}
