using Nuke.Common;

namespace Polyfills.Tests.Builds;

internal sealed class GraphBuild : SpeakingBuild
{
    public static int Start() => Execute<GraphBuild>(build => build.Pack);

    Target Clean => _ => _.Description("Removes what was built.").Before(Restore).Executes(Saying("Clean"));

    Target Restore => _ => _.Executes(Saying("Restore"));

    Target Compile => _ => _.DependsOn(Restore).Executes(Saying("Compile"));

    Target Test =>
        _ =>
            _.DependsOn(Compile)
                .Executes(async () =>
                {
                    await Task.Yield();
                    Say("Test");
                });

    Target Prepare => _ => _.DependentFor(Pack).Executes(Saying("Prepare"));

    Target Pack =>
        _ => _.Description("Makes the packages.").DependsOn(Test, Compile).After(Prepare).Executes(Saying("Pack"));

    Target Everything => _ => _.DependsOn(Pack);

    Target Publish => _ => _.DependsOn(Restore).Triggers(Announce).Executes(Saying("Publish"));

    Target Announce => _ => _.DependsOn(Write).Executes(Saying("Announce"));

    Target Write => _ => _.Executes(Saying("Write"));

    Target Thank => _ => _.TriggeredBy(Announce).Executes(Saying("Thank"));

    Target Hidden => _ => _.Unlisted().Executes(Saying("Hidden"));

    Target Plans =>
        _ =>
            _.Executes(() =>
            {
                Say($"plan: {string.Join(' ', ExecutionPlan.Select(target => target.Name))}");
                Say($"invoked: {string.Join(' ', InvokedTargets.Select(target => target.Name))}");
                Say($"running: {string.Join(' ', RunningTargets.Select(target => target.Name))}");
                Say($"has itself: {ExecutionPlan.Contains(Plans)}, has Pack: {ExecutionPlan.Contains(Pack)}");
            });

    Target Counts =>
        _ =>
            _.Executes(() =>
            {
                ReportSummary(summary =>
                {
                    summary.Add("Packages", "3");
                    return summary;
                });
                return 3;
            });
}

internal sealed class CycleBuild : SpeakingBuild
{
    public static int Start() => Execute<CycleBuild>(build => build.Alpha);

    Target Alpha => _ => _.DependsOn(Beta).Executes(Saying("Alpha"));

    Target Beta => _ => _.After(Gamma);

    Target Gamma => _ => _.DependsOn(Alpha);
}
