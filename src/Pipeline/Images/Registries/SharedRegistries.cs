using Nuke.Common.IO;

namespace Pipeline.Images.Registries;

/// <summary>The registries of a run, each opened once.</summary>
internal sealed class SharedRegistries(AbsolutePath artifacts) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Registry, bool IsLocal), RegistryAccess> opened = [];

    /// <summary>The registry of an environment.</summary>
    public RegistryAccess Of(Environment environment)
    {
        lock (gate)
        {
            var key = (environment.Registry, environment.IsLocal);
            return opened.TryGetValue(key, out var access)
                ? access
                : opened[key] = RegistryAccess.For(environment, artifacts);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var access in opened.Values)
            await access.DisposeAsync();
    }
}
