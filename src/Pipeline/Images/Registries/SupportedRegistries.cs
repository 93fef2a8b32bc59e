namespace Pipeline.Images.Registries;

/// <summary>The kinds of registry that a build knows. What none of them recognises is a plain OCI registry.</summary>
/// <param name="known">The kinds, in the order in which they are asked.</param>
public sealed class SupportedRegistries(params ImmutableArray<IRegistryKind> known)
{
    private static readonly OciRegistries Any = new();

    /// <summary>Opens a registry without asking it anything yet.</summary>
    public IRegistrySession Open(RegistryLocation registry) =>
        known.Select(kind => kind.Open(registry)).OfType<IRegistrySession>().FirstOrDefault() ?? Any.Open(registry);
}
