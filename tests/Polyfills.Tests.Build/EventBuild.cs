using Nuke.Common;
using Nuke.Common.Execution;

namespace Polyfills.Tests.Builds;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class TellsAttribute
    : BuildExtensionAttributeBase,
        IOnBuildCreated,
        IOnBuildInitialized,
        IOnTargetRunning,
        IOnTargetSkipped,
        IOnTargetSucceeded,
        IOnTargetFailed,
        IOnTargetSummaryUpdated,
        IOnBuildFinished
{
    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets) =>
        Tell($"created with {executableTargets.Count} targets");

    public void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets,
        IReadOnlyCollection<ExecutableTarget> executionPlan
    ) => Tell($"initialized with {string.Join(' ', executionPlan.Select(target => target.Name))}");

    public void OnTargetRunning(ExecutableTarget target) => Tell($"{target.Name} is {target.Status}");

    public void OnTargetSkipped(ExecutableTarget target) => Tell($"{target.Name} is {target.Status}");

    public void OnTargetSucceeded(ExecutableTarget target) => Tell($"{target.Name} is {target.Status}");

    public void OnTargetFailed(ExecutableTarget target) => Tell($"{target.Name} is {target.Status}");

    public void OnTargetSummaryUpdated(INukeBuild build, ExecutableTarget target) =>
        Tell(
            $"{target.Name} says {string.Join(", ", target.SummaryInformation.Select(pair => $"{pair.Key}={pair.Value}"))}"
        );

    public void OnBuildFinished() => Tell($"finished, failing: {Build.IsFailing}");

    private static void Tell(string text) => Console.WriteLine($"> extension: {text}");
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class TellsFirstAttribute : BuildExtensionAttributeBase, IOnBuildInitialized
{
    public void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets,
        IReadOnlyCollection<ExecutableTarget> executionPlan
    ) => Console.WriteLine("> the first extension");
}

[Tells]
[TellsFirst(Priority = 1)]
internal sealed class EventBuild : SpeakingBuild
{
    public static int Start() => Execute<EventBuild>(build => build.Works);

    Target Works =>
        _ =>
            _.Executes(() =>
                ReportSummary(summary =>
                {
                    summary["Done"] = "all";
                    return summary;
                })
            );

    Target Fails => _ => _.DependsOn(Works, Skips).Executes(() => throw new InvalidOperationException("no"));

    Target Skips => _ => _.OnlyWhenDynamic(() => Environment.ProcessId < 0).Executes(Saying("Skips"));

    protected override void OnBuildCreated() => Say("build: created");

    protected override void OnBuildInitialized() => Say("build: initialized");

    protected override void OnTargetRunning(string target) => Say($"build: {target} running");

    protected override void OnTargetSkipped(string target) => Say($"build: {target} skipped");

    protected override void OnTargetSucceeded(string target) => Say($"build: {target} succeeded");

    protected override void OnTargetFailed(string target) => Say($"build: {target} failed");

    protected override void OnBuildFinished() => Say("build: finished");
}

[DisableDefaultOutput]
internal sealed class SilentBuild : SpeakingBuild
{
    public static int Start() => Execute<SilentBuild>(build => build.Works);

    Target Works => _ => _.Executes(Saying("Works"));
}
