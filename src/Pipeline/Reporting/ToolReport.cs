using Pipeline.Tools;

namespace Pipeline.Reporting;

/// <summary>Shows which tools are there.</summary>
public static class ToolReport
{
    /// <summary>Writes a line for each tool: its version, or how to get it.</summary>
    public static void Write(ImmutableArray<Diagnosis> diagnoses, TextWriter output)
    {
        foreach (var (tool, version) in diagnoses.Select(diagnosis => (diagnosis.Tool, diagnosis.Version)))
            output.WriteLine(
                version is not null
                    ? $"✓ {tool.Name, -18} {version}"
                    : $"{(tool.IsOptional ? "○" : "✗")} {tool.Name, -18} missing: it {tool.Purpose}; {Doctor.Remedy(tool)}"
            );
    }
}
