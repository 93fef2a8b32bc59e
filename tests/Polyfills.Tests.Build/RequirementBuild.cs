using Nuke.Common;

namespace Polyfills.Tests.Builds;

internal sealed class RequirementBuild : SpeakingBuild
{
    [Parameter("Where images go.")]
    readonly string Registry;

    [Parameter("How many.")]
    readonly int? Copies;

    [Parameter("Opens the registry."), Secret]
    readonly string PushToken;

    public static int Start() => Execute<RequirementBuild>(build => build.Free);

    Target Free => _ => _.Executes(Saying("Free"));

    Target Push => _ => _.DependsOn(Free).Requires(() => Registry).Executes(Saying("Push"));

    Target Copy => _ => _.DependsOn(Free).Requires(() => Copies).Executes(Saying("Copy"));

    Target SignIn => _ => _.DependsOn(Free).Requires(() => PushToken).Executes(Saying("SignIn"));

    Target OnSundays => _ => _.DependsOn(Free).Requires(() => Copies > 5).Executes(Saying("OnSundays"));
}
