using Pipeline.Deployments.Freezes;

namespace Pipeline.Build.Reporting.Audit;

/// <summary>A freeze that holds, for JSON.</summary>
internal sealed record FreezeRow(string Environment, string Name, string Reason, DateTimeOffset Until)
{
    public static FreezeRow Of(EnvironmentFreeze frozen) =>
        new(frozen.Environment, frozen.Active.Freeze.Name, frozen.Active.Freeze.Reason, frozen.Active.Until);
}
