using NuGet.Versioning;

namespace Pipeline.Build.Run;

/// <summary>
/// The version after <c>Upgrade</c>, as a word. NUKE takes words for targets, so the build starts again with a
/// parameter.
/// </summary>
internal static class VersionWord
{
    private const string Target = "Upgrade";

    /// <summary>The command line with a parameter in place of the word; null where there is no such word.</summary>
    public static ImmutableArray<string>? AsParameter(IReadOnlyList<string> arguments) =>
        arguments is [var target, var word, ..]
        && Arguments.IsSame(target, Target)
        && NuGetVersion.TryParse(word, out _)
            ? [target, "--pipeline-version", word, .. arguments.Skip(2)]
            : null;
}
