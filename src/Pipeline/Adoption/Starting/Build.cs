using Nuke.Common;
using Pipeline.Build;
using Pipeline.Build.Targets;

/// <summary>Every target of Pipeline, and those of this repository.</summary>
sealed class Build : CompleteBuild
{
    public static int Main() => Execute<Build>(build => ((IDeployServices)build).Deliver);

    Target Hello => _ => _
        .Description("Is where a target of your own goes")
        .Executes(() => Console.WriteLine($"hello from {RootDirectory.Name}"));
}
