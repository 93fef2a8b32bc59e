using System.Reflection;
using Nuke.Common;

namespace Polyfills.Tests.Builds;

[AttributeUsage(AttributeTargets.Property)]
internal sealed class MarkAttribute(string text) : Attribute
{
    public string Text => text;
}

internal interface IRestorePackages : INukeBuild
{
    [Parameter("Where packages come from.")]
    string Feed => TryGetValue(() => Feed) ?? "the default feed";

    Target Restore => _ => _.Description("Fetches packages.").Executes(() => Console.WriteLine($"> Restore {Feed}"));

    protected Target Tidy => _ => _.Executes(() => Console.WriteLine("> Tidy"));
}

internal interface ICompileCode : IRestorePackages
{
    [Mark("compiles")]
    Target Compile => _ => _.DependsOn(Restore).Executes(() => Console.WriteLine("> Compile"));
}

internal interface ISignPackages : INukeBuild
{
    Target Sign => _ => _.Executes(() => Console.WriteLine("> Sign"));
}

[ParameterPrefix("RegistryPrefix")]
internal interface IPublishPackages : INukeBuild
{
    [Parameter("Its address.")]
    Uri Address => TryGetValue(() => Address);

    [Parameter("Opens it."), Secret]
    string Token => TryGetValue(() => Token);

    [Parameter("How often to try.")]
    int Tries => TryGetValue<int?>(() => Tries) ?? 3;

    [Parameter("Whether to try at all.")]
    bool DryRun => TryGetValue<bool?>(() => DryRun) ?? false;

    [Parameter("Packages to take.", Separator = ",")]
    string[] Packages => TryGetValue(() => Packages) ?? [];

    [Parameter("By whom.", Name = "Author")]
    string By => TryGetValue(() => By) ?? "nobody";

    [Mark("publishes")]
    Target Publish =>
        _ =>
            _.Description("Publishes packages.")
                .DependsOn<ICompileCode>()
                .TryDependsOn<ISignPackages>(build => build.Sign)
                .Executes(() =>
                    Console.WriteLine(
                        $"> Publish [{string.Join(' ', Packages)}] to {Address?.Host ?? "null"}, {Tries} tries, "
                            + $"dry {DryRun}, by {By}, token of {Token?.Length ?? 0}"
                    )
                );

    Target Withdraw =>
        _ => _.Requires(() => Address).Requires(() => Tries > 0).Executes(() => Console.WriteLine("> Withdraw"));
}

internal interface IPublishTwice : IPublishPackages
{
    Target IPublishPackages.Withdraw =>
        _ => _.Inherit<IPublishPackages>(build => build.Withdraw).Executes(() => Console.WriteLine("> twice"));
}

/// <summary>Takes in components as they are, and adds a target between two of theirs.</summary>
internal sealed class ComponentBuild : SpeakingBuild, ICompileCode, IPublishPackages
{
    public static int Start() => Execute<ComponentBuild>(build => ((IPublishPackages)build).Publish);

    Target Check =>
        _ =>
            _.DependsOn<ICompileCode>(build => build.Compile)
                .DependentFor<IPublishPackages>(build => build.Publish)
                .Executes(Saying("Check"));

    Target Marks =>
        _ =>
            _.Executes(() =>
                {
                    foreach (var target in ExecutionPlan)
                        Say($"{target.Name} has {MarkOf(target.Member)}");
                })
                .After<IPublishPackages>(build => build.Publish);

    private static string MarkOf(MemberInfo member) => member.GetCustomAttribute<MarkAttribute>()?.Text ?? "no mark";
}

/// <summary>Overrides what its components declare: targets openly and explicitly, and a parameter.</summary>
internal sealed class OverridingBuild : SpeakingBuild, ICompileCode, IPublishTwice, ISignPackages
{
    public static int Start() => Execute<OverridingBuild>(build => ((IPublishPackages)build).Publish);

    [Parameter("Where packages of this build come from.")]
    public string Feed { get; } = "our own feed";

    public Target Compile => _ => _.Inherit<ICompileCode>(build => build.Compile).Executes(Saying("and link"));

    Target IPublishPackages.Publish =>
        _ => _.Inherit<IPublishPackages>(build => build.Publish).Executes(Saying("and announce"));
}

/// <summary>Has a target of a component's name that does not override it.</summary>
internal sealed class HidingBuild : SpeakingBuild, ISignPackages
{
    public static int Start() => Execute<HidingBuild>(build => build.Sign);

    Target Sign => _ => _.Executes(Saying("Sign in secret"));
}

internal interface ISignImages : INukeBuild
{
    Target Sign => _ => _.Executes(() => Console.WriteLine("> Sign images"));
}

/// <summary>Takes in two components with a target of the same name.</summary>
internal sealed class AmbiguousBuild : SpeakingBuild, ISignPackages, ISignImages
{
    public static int Start() => Execute<AmbiguousBuild>(build => ((ISignPackages)build).Sign);
}

/// <summary>Says itself what a name of two components stands for.</summary>
internal sealed class DecidedBuild : SpeakingBuild, ISignPackages, ISignImages
{
    public static int Start() => Execute<DecidedBuild>(build => build.Sign);

    public Target Sign => _ => _.Inherit<ISignPackages>(build => build.Sign).Inherit<ISignImages>(build => build.Sign);
}
