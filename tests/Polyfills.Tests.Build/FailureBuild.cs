using Nuke.Common;

namespace Polyfills.Tests.Builds;

internal sealed class FailureBuild : SpeakingBuild
{
    public static int Start() => Execute<FailureBuild>(build => build.Last);

    Target First => _ => _.Executes(Saying("First"));

    Target Breaks =>
        _ =>
            _.DependsOn(First)
                .Executes(() =>
                {
                    Say("Breaks");
                    if (!File.Exists(RootDirectory / "mended"))
                        throw new InvalidOperationException("the glue did not hold");
                });

    Target Last => _ => _.DependsOn(Breaks).Executes(Saying("Last"));

    Target Sweeps => _ => _.AssuredAfterFailure().Executes(Saying("Sweeps"));

    Target Bends =>
        _ =>
            _.ProceedAfterFailure()
                .Executes(async () =>
                {
                    await Task.Yield();
                    throw new InvalidOperationException("bent");
                });

    Target AfterBends => _ => _.DependsOn(Bends).Executes(Saying("AfterBends"));

    Target Chooses => _ => _.Executes(() => ExitCode = 7);
}

internal sealed class CancelledBuild : SpeakingBuild
{
    public static int Start() => Execute<CancelledBuild>(build => build.Waits);

    Target Waits =>
        _ =>
            _.Executes(() =>
            {
                Say("waiting");
                Thread.Sleep(TimeSpan.FromSeconds(60));
            });

    Target Never => _ => _.DependsOn(Waits).Executes(Saying("Never"));

    Target TidiesUp => _ => _.AssuredAfterFailure().After(Waits).Executes(Saying("TidiesUp"));
}
