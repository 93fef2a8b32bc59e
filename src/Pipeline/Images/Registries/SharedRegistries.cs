using Pipeline.Catalog;

namespace Pipeline.Images.Registries;

/// <summary>The registries of a run, each opened once.</summary>
/// <param name="open">Opens that of an environment.</param>
internal sealed class SharedRegistries(Func<DeploymentEnvironment, RegistryAccess> open) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Registry, RegistryLogin? Login, bool IsLocal), RegistryAccess> opened = [];

    /// <summary>The registry of an environment.</summary>
    public RegistryAccess Of(DeploymentEnvironment environment)
    {
        lock (gate)
        {
            var key = (environment.Registry, environment.RegistryLogin, environment.IsLocal);
            return opened.TryGetValue(key, out var access) ? access : opened[key] = open(environment);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var access in opened.Values)
            await access.DisposeAsync();
    }
}
