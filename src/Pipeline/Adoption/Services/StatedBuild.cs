using Pipeline.Adoption.Trees;

namespace Pipeline.Adoption.Services;

/// <summary>A build of an image that a compose file or a workflow states.</summary>
/// <param name="Name">The name that it is built for; empty where none is stated.</param>
/// <param name="Dockerfile">The Dockerfile, from the repository's root.</param>
/// <param name="Context">The build context, from the repository's root; empty for the root.</param>
/// <param name="Source">Where it is stated.</param>
/// <param name="IsPublished">True where a workflow states it, which is how the image gets out.</param>
internal sealed record StatedBuild(string Name, string Dockerfile, string Context, Evidence Source, bool IsPublished);
