namespace Pipeline.Quality.Languages;

/// <summary>
/// The GitHub action that installs a version of a language on a runner, pinned to the commit that its release's tag
/// names. <c>UpdateActions</c> moves it on.
/// </summary>
/// <param name="Action">The action's repository, <c>OWNER/NAME</c>.</param>
/// <param name="Commit">The commit, 40 hexadecimal digits.</param>
/// <param name="Release">The release's tag, such as <c>v7.0.0</c>.</param>
/// <param name="VersionInput">The input that takes the version to install.</param>
internal sealed record VersionInstaller(string Action, string Commit, string Release, string VersionInput)
{
    /// <summary>The other inputs.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Inputs { get; init; } = [];
}
