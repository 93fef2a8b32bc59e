using Nuke.Common;
using Pipeline.Foundation.Files;

namespace Pipeline.Build.Run;

/// <summary>
/// The root of the repository: where NUKE finds a folder <c>.nuke</c>, upwards; without one, where the catalog is, or
/// the top level of Git's work tree.
/// </summary>
internal static class RepositoryRoot
{
    private const string Marker = ".nuke";
    private const string Parameter = "Root";
    private const string Variable = "NUKE_ROOT";

    /// <summary>Finds it, and has NUKE take it; refuses to start where there is none.</summary>
    /// <param name="arguments">The command line, which may name the root.</param>
    /// <param name="catalog">The name of the catalog.</param>
    /// <exception cref="RefusedArgumentException">There is none.</exception>
    public static void Require(IReadOnlyList<string> arguments, string catalog)
    {
        if (
            Above(Environment.CurrentDirectory).Any(IsMarked)
            || !Arguments.Given([Parameter], arguments).IsEmpty
            || Variables.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 })
        )
            return;

        Take(
            Above(Environment.CurrentDirectory).FirstOrDefault(folder => File.Exists(Path.Combine(folder, catalog)))
                ?? Above(Environment.CurrentDirectory).FirstOrDefault(IsWorkTree)
                ?? throw new RefusedArgumentException(
                    $"there is no folder {Marker} in {Environment.CurrentDirectory} or above it, no {catalog} and no repository of Git: start the build inside its repository, or name that with --root"
                )
        );
    }

    private static string[] Variables => [Parameter, Parameter.ToUpperInvariant(), Variable];

    // NUKE reads it once; builds that a step starts have roots of their own. Its folder there is none of the sources.
    private static void Take(string root)
    {
        Environment.SetEnvironmentVariable(Variable, root);
        IgnoredFolder.Create(NukeBuild.RootDirectory / Marker / "temp");
        Environment.SetEnvironmentVariable(Variable, null);
    }

    // That of the home folder holds what belongs to all builds of a user.
    private static bool IsMarked(string folder) =>
        Directory.Exists(Path.Combine(folder, Marker))
        && folder != Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    // It is a file in a submodule, and in a further work tree.
    private static bool IsWorkTree(string folder) => Path.Exists(Path.Combine(folder, ".git"));

    private static IEnumerable<string> Above(string folder)
    {
        for (var next = folder; next is not null; next = Path.GetDirectoryName(next))
            yield return next;
    }
}
