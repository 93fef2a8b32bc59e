namespace Pipeline.Images.Registries;

/// <summary>The source or the target of a copy.</summary>
/// <param name="Registry">The registry.</param>
/// <param name="Repository">The repository, without the registry's prefix.</param>
internal sealed record CopyEnd(RegistryAccess Registry, string Repository)
{
    public RegistryClient Client => Registry.Client;

    public override string ToString() => $"{Registry.Name}/{Repository}";
}
