namespace Pipeline.Workflows.Updates;

/// <summary>Packages of one kind, whose new versions are proposed.</summary>
/// <param name="Ecosystem">Dependabot's name for their package manager, such as <c>gomod</c>.</param>
/// <param name="Directories">
/// The folders that declare them, from the repository's root: <c>/</c>, <c>/services/auth</c>, <c>/services/*</c>.
/// </param>
public sealed record PackageUpdates(string Ecosystem, ImmutableArray<string> Directories);
