using Nuke.Common;

namespace Polyfills.Tests.Builds;

internal sealed class SkipBuild : SpeakingBuild
{
    private bool _isWarm;

    public static int Start() => Execute<SkipBuild>(build => build.Serve);

    Target Grind => _ => _.Executes(Saying("Grind"));

    Target Boil =>
        _ =>
            _.Executes(() =>
            {
                Say("Boil");
                _isWarm = true;
            });

    Target Brew => _ => _.DependsOn(Grind, Boil).Executes(Saying("Brew"));

    Target Serve => _ => _.DependsOn(Brew).Executes(Saying("Serve"));

    Target Never => _ => _.DependsOn(Grind).OnlyWhenStatic(() => 1 == 2).Executes(Saying("Never"));

    Target NeverButGrinds =>
        _ =>
            _.DependsOn(Grind)
                .OnlyWhenStatic(() => 1 == 3)
                .WhenSkipped(DependencyBehavior.Execute)
                .Executes(Saying("NeverButGrinds"));

    Target NeverAgain => _ => _.DependsOn(Never).Executes(Saying("NeverAgain"));

    Target WhenWarm => _ => _.DependsOn(Boil).OnlyWhenDynamic(() => _isWarm).Executes(Saying("WhenWarm"));

    Target WhenCold => _ => _.DependsOn(Boil).OnlyWhenDynamic(() => !_isWarm).Executes(Saying("WhenCold"));

    Target Unsure => _ => _.OnlyWhenDynamic(() => Throws()).Executes(Saying("Unsure"));

    private static bool Throws() => throw new InvalidOperationException("nobody knows");
}
