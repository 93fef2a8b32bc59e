using Nuke.Common;
using Nuke.Common.CI.GitHubActions;

namespace Polyfills.Tests.Builds;

internal sealed class HostBuild : SpeakingBuild
{
    public static int Start() => Execute<HostBuild>(build => build.Tell);

    Target Tell =>
        _ =>
            _.Executes(() =>
            {
                Say($"Host={Host.GetType().Name} local={IsLocalBuild} server={IsServerBuild}");
                if (GitHubActions.Instance is not { } actions)
                    return;

                Say($"{actions.Workflow} {actions.Job} {actions.Repository} {actions.RepositoryOwner} {actions.Actor}");
                Say(
                    $"{actions.RunId} {actions.RunNumber} {actions.RunAttempt} {actions.EventName} {actions.IsPullRequest}"
                );
                Say($"{actions.Ref} {actions.HeadRef} {actions.BaseRef} {actions.Sha} {actions.ServerUrl}");
                Say($"{actions.StepSummaryFile}");
                actions.WriteCommand(
                    "notice",
                    "100%\ndone",
                    properties =>
                    {
                        properties.Add("title", "a:b,c");
                        return properties;
                    }
                );
            });

    Target Fail => _ => _.Executes(() => throw new InvalidOperationException("it is broken"));
}
