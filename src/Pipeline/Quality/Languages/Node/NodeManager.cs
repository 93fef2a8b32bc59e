namespace Pipeline.Quality.Languages.Node;

/// <summary>A package manager for Node.js.</summary>
/// <param name="Name">Its program.</param>
/// <param name="Install">The arguments that install exactly the locked versions.</param>
internal sealed record NodeManager(string Name, params ImmutableArray<string> Install)
{
    public static NodeManager Npm { get; } = new("npm", "ci");

    public static NodeManager Pnpm { get; } = new("pnpm", "install", "--frozen-lockfile");

    public static NodeManager Yarn { get; } = new("yarn", "install", "--immutable");

    /// <summary>Yarn before version 2.</summary>
    public static NodeManager ClassicYarn { get; } = new("yarn", "install", "--frozen-lockfile");

    /// <summary>Where to get it.</summary>
    public string Source =>
        this == Npm
            ? "./build.sh Setup installs it where the system's packages have it, else see nodejs.org"
            : $"npm install --global {Name}, or corepack enable";

    /// <summary>The arguments that run a script of <c>package.json</c>, with further ones for the script.</summary>
    public ImmutableArray<string> Run(string script, ImmutableArray<string> more = default) =>
        more.IsDefaultOrEmpty ? ["run", script]
        : this == Npm ? ["run", script, "--", .. more]
        : ["run", script, .. more];
}
