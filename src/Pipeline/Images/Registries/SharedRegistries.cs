namespace Pipeline.Images.Registries;

/// <summary>The registries of a run, each opened once.</summary>
/// <param name="open">Opens one.</param>
internal sealed class SharedRegistries(Func<RegistryLocation, RegistryAccess> open) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<RegistryLocation, RegistryAccess> opened = [];

    /// <summary>The registry at a location.</summary>
    public RegistryAccess Of(RegistryLocation registry)
    {
        lock (gate)
            return opened.TryGetValue(registry, out var access) ? access : opened[registry] = open(registry);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var access in opened.Values)
            await access.DisposeAsync();
    }
}
