namespace Pipeline.Images.Building;

/// <summary>An entry of <c>manifest.json</c> in an archive as <c>docker save</c> writes it.</summary>
/// <param name="Config">The entry with the configuration.</param>
/// <param name="RepoTags">The image's references.</param>
/// <param name="Layers">The entries with the layers, from the bottom.</param>
internal sealed record SavedImage(string Config, ImmutableArray<string>? RepoTags, ImmutableArray<string> Layers);
