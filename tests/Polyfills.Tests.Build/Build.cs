using Nuke.Common;
using Nuke.Common.Execution;

namespace Polyfills.Tests.Builds;

/// <summary>
/// A build for each subject, chosen by the environment variable <c>TEST_BUILD</c>, so that one assembly serves all
/// tests.
/// </summary>
internal static class Program
{
    public static int Main() =>
        Environment.GetEnvironmentVariable("TEST_BUILD") switch
        {
            nameof(GraphBuild) => GraphBuild.Start(),
            nameof(CycleBuild) => CycleBuild.Start(),
            nameof(FailureBuild) => FailureBuild.Start(),
            nameof(SkipBuild) => SkipBuild.Start(),
            nameof(ParameterBuild) => ParameterBuild.Start(),
            nameof(RequirementBuild) => RequirementBuild.Start(),
            nameof(EventBuild) => EventBuild.Start(),
            nameof(SilentBuild) => SilentBuild.Start(),
            nameof(HostBuild) => HostBuild.Start(),
            nameof(ConfiguredBuild) => ConfiguredBuild.Start(),
            nameof(RefreshedBuild) => RefreshedBuild.Start(),
            nameof(InheritingBuild) => InheritingBuild.Start(),
            nameof(ComponentBuild) => ComponentBuild.Start(),
            nameof(OverridingBuild) => OverridingBuild.Start(),
            nameof(HidingBuild) => HidingBuild.Start(),
            nameof(AmbiguousBuild) => AmbiguousBuild.Start(),
            nameof(DecidedBuild) => DecidedBuild.Start(),
            nameof(CancelledBuild) => CancelledBuild.Start(),
            var other => throw new InvalidOperationException(
                $"TEST_BUILD is '{other}', and that is none of the builds here."
            ),
        };
}

/// <summary>Says which target runs, in a line that no engine writes.</summary>
public abstract class SpeakingBuild : NukeBuild
{
    protected static void Say(string text) => Console.WriteLine($"> {text}");

    protected static Action Saying(string text) => () => Say(text);
}
