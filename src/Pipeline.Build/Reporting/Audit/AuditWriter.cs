using System.Text.Json;
using Pipeline.Deployments;
using Pipeline.Deployments.Dora;
using Pipeline.Deployments.Freezes;
using Pipeline.Deployments.History;
using Pipeline.Deployments.Objectives;
using Pipeline.Foundation;

namespace Pipeline.Build.Reporting.Audit;

/// <summary>Writes status, history, DORA and objectives as text or as JSON; docs/reference/gitops.md describes the JSON.</summary>
internal static class AuditWriter
{
    /// <summary>The version of the JSON's format; it grows with incompatible changes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Writes what runs where, and what is frozen.</summary>
    public static void Write(
        ImmutableArray<ServiceState> states,
        ImmutableArray<EnvironmentFreeze> freezes,
        OutputFormat format,
        TextWriter output,
        DateTimeOffset now
    )
    {
        if (format == OutputFormat.Json)
            Write(
                output,
                new
                {
                    Schema = CurrentSchema,
                    Services = states.Select(state => StateRow.Of(state, now)),
                    Freezes = freezes.Select(FreezeRow.Of),
                }
            );
        else
            Compose(output, text => StatusText.Write(states, freezes, text, now));
    }

    /// <summary>Writes what was deployed.</summary>
    public static void Write(
        ImmutableArray<DeploymentRecord> deployments,
        OutputFormat format,
        TextWriter output,
        DateTimeOffset now
    )
    {
        if (format == OutputFormat.Json)
            Write(output, new { Schema = CurrentSchema, Deployments = deployments.Select(DeploymentRow.Of) });
        else
            Compose(output, text => HistoryText.Write(deployments, text, now));
    }

    /// <summary>Writes the DORA metrics.</summary>
    public static void Write(DoraReport report, OutputFormat format, TextWriter output)
    {
        if (format == OutputFormat.Json)
            Write(
                output,
                new
                {
                    Schema = CurrentSchema,
                    report.Platform,
                    report.From,
                    report.To,
                    Metrics = report.Metrics.Select(MetricsRow.Of),
                    report.Days,
                }
            );
        else
            Compose(output, text => DoraText.Write(report, text));
    }

    /// <summary>Writes how objectives are met.</summary>
    public static void Write(ImmutableArray<ObjectiveReport> reports, OutputFormat format, TextWriter output)
    {
        if (format == OutputFormat.Json)
            Write(output, new { Schema = CurrentSchema, Objectives = reports.Select(ObjectiveRow.Of) });
        else
            Compose(output, text => ObjectiveText.Write(reports, text));
    }

    private static void Compose(TextWriter output, Action<TextWriter> write)
    {
        using var text = new StringWriter { NewLine = output.NewLine };
        write(text);
        output.Write(MessageText.Lines(text.ToString()));
    }

    private static void Write(TextWriter output, object value) =>
        output.WriteLine(JsonSerializer.Serialize(value, OutputJson.Indented));
}
