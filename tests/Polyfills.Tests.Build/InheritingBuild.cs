using Nuke.Common;

namespace Polyfills.Tests.Builds;

internal interface ICompile : INukeBuild
{
    Target Compile => _ => _.Executes(() => Console.WriteLine("> Compile of the component"));
}

internal interface ISign
{
    Target Sign { get; }
}

internal abstract class CommonBuild : SpeakingBuild
{
    public virtual Target Greet => _ => _.Description("Greets.").Executes(Saying("Hello"));
}

internal sealed class InheritingBuild : CommonBuild, ICompile
{
    public static int Start() => Execute<InheritingBuild>(build => build.Run);

    public override Target Greet => _ => _.Base().Executes(Saying("and welcome"));

    Target Run =>
        _ => _.DependsOn(Greet).DependsOn<ICompile>().TryDependsOn<ISign>(build => build.Sign).Executes(Saying("Run"));
}
