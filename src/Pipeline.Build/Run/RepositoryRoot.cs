namespace Pipeline.Build.Run;

/// <summary>
/// Where NUKE finds the root of the repository: in the nearest folder, upwards, with a folder <c>.nuke</c>.
/// </summary>
internal static class RepositoryRoot
{
    private const string Marker = ".nuke";
    private const string Parameter = "Root";

    /// <summary>Refuses to start where there is none.</summary>
    /// <param name="arguments">The command line, which may name the root.</param>
    /// <exception cref="RefusedArgumentException">There is none.</exception>
    public static void Require(IReadOnlyList<string> arguments)
    {
        if (
            Above(Environment.CurrentDirectory).Any(IsRoot)
            || !Arguments.Given([Parameter], arguments).IsEmpty
            || Variables.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 })
        )
            return;

        throw new RefusedArgumentException(
            $"there is no folder {Marker} in {Environment.CurrentDirectory} or above it: start the build inside its repository, or name that with --root"
        );
    }

    private static string[] Variables =>
        [Parameter, Parameter.ToUpperInvariant(), $"NUKE_{Parameter.ToUpperInvariant()}"];

    // That of the home folder holds what belongs to all builds of a user.
    private static bool IsRoot(string folder) =>
        Directory.Exists(Path.Combine(folder, Marker))
        && folder != Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static IEnumerable<string> Above(string folder)
    {
        for (var next = folder; next is not null; next = Path.GetDirectoryName(next))
            yield return next;
    }
}
