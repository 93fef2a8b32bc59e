namespace Nuke.Common.Execution;

/// <summary>Shows what the build can do and be told, when asked, and when there is nothing to run.</summary>
internal sealed class ShowHelp : BuildExtensionAttributeBase, IOnBuildInitialized
{
    public void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets,
        IReadOnlyCollection<ExecutableTarget> executionPlan
    )
    {
        if (!Build.Help && executionPlan.Count > 0)
            return;

        var build = (NukeBuild)Build;
        Console.Out.Write(HelpText.Of(new List<ExecutableTarget>(executableTargets), build.Parameters));
        build.HasEndedEarly = true;
    }
}
