using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Build.Delivery;
using Pipeline.Build.Run;
using Pipeline.Execution;
using Pipeline.Workflows.Graph;

namespace Pipeline.Build.Targets;

/// <summary>The targets that test what runs in an environment, before it is promoted to the next.</summary>
public interface ITestDeployments : IPipelineBuild
{
    /// <summary>Tests a running environment by the suites of the catalog.</summary>
    [Job("end-to-end", First = [nameof(ITools.Setup)], Minutes = 60, Keeps = [JobFolders.EndToEnd, JobFolders.Report, JobFolders.Record], Comment = "Tests what was delivered, at the addresses of the environment. The suites run here, so nothing here can deliver.")]
    [RunsCode("runs the suites")]
    [NeedsSecret(DeliveryNeeds.Suites, "passes it to the suites", ForCode = true)]
    Target EndToEnd => _ => _
        .Description("Runs the end-to-end suites against the environment's addresses; flaky cases are counted and named")
        .TryAfter<ITools>(build => build.Setup)
        .TryAfter<IDeployServices>(build => build.Bump, build => build.Verify)
        .TryBefore<IDeployServices>(build => build.Promote)
        .OnlyWhenStatic(() => !IsPullRequest)
        .ForServicesTogether(Pipeline.Acceptance.Suites.EndToEnd.Run);

    /// <summary>The file of the run that <see cref="Load"/> compares with; null: the last good one here.</summary>
    [Parameter("Load: the file of the run to compare with. Default: the last good run of this workspace")]
    AbsolutePath? Baseline => TryGetValue(() => Baseline);

    /// <summary>Puts an environment under load.</summary>
    [RunsCode("runs the script of the load test")]
    Target Load => _ => _
        .Description("Puts an environment under load by Locust or k6, and judges the numbers by thresholds and the last good run")
        .TryAfter<IDeployServices>(build => build.Bump, build => build.Verify)
        .TryBefore<IDeployServices>(build => build.Promote)
        .After(EndToEnd)
        .OnlyWhenStatic(() => !IsPullRequest)
        .ForServicesTogether(steps => Pipeline.Acceptance.LoadTests.Load.Run(steps, Baseline));
}
