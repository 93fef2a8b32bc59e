namespace Pipeline.Quality.Languages;

/// <summary>How a version of a language gets onto a runner of GitHub.</summary>
internal abstract record VersionInstaller;

/// <summary>
/// By an action, pinned to the commit that its release's tag names. <c>UpdateActions</c> moves it on.
/// </summary>
/// <param name="Action">The action's repository, <c>OWNER/NAME</c>.</param>
/// <param name="Commit">The commit, 40 hexadecimal digits.</param>
/// <param name="Release">The release's tag, such as <c>v7.0.0</c>.</param>
/// <param name="VersionInput">The input that takes the version to install.</param>
internal sealed record ByAction(string Action, string Commit, string Release, string VersionInput) : VersionInstaller
{
    /// <summary>The other inputs.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Inputs { get; init; } = [];
}

/// <summary>By a program that every runner has.</summary>
/// <param name="Command">A line for the shell, which finds the version in the variable <c>VERSION</c>.</param>
internal sealed record ByCommand(string Command) : VersionInstaller;
