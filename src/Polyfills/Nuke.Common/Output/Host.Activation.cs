using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Execution;

namespace Nuke.Common;

public partial class Host
{
    /// <summary>Names of all hosts, sorted.</summary>
    internal static readonly string[] Names = [nameof(GitHubActions), nameof(Terminal)];

    /// <summary>The host that this process is found to run on.</summary>
    internal static Host Detect() => GitHubActions.IsRunningGitHubActions ? new GitHubActions() : new Terminal();

    /// <summary>The host of this name, without regard to case; null where there is none.</summary>
    internal static Host? Named(string name)
    {
        if (name.Equals(nameof(GitHubActions), StringComparison.OrdinalIgnoreCase))
            return new GitHubActions();

        return name.Equals(nameof(Terminal), StringComparison.OrdinalIgnoreCase) ? new Terminal() : null;
    }
}
