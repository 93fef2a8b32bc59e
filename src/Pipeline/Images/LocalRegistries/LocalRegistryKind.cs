using Pipeline.Images.Registries;

namespace Pipeline.Images.LocalRegistries;

/// <summary>The loopback registry of the <c>local</c> environment, which runs start for themselves.</summary>
internal sealed class LocalRegistryKind : IRegistryKind
{
    private static readonly OciRegistries Any = new();

    /// <inheritdoc />
    public IRegistrySession? Open(RegistryLocation registry) =>
        registry.IsLocal && RegistryAddress.IsLoopback(registry.Name)
            ? new LocalRegistry(registry, Any.Open(registry))
            : null;
}
