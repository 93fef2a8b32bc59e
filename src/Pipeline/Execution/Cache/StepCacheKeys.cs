using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Graph;
using Pipeline.Execution.Steps;
using Pipeline.Planning;

namespace Pipeline.Execution.Cache;

/// <summary>
/// Computes the keys of steps. A key includes the keys of earlier steps, not their outputs, so all keys are known
/// before anything runs.
/// </summary>
internal sealed class StepCacheKeys(
    Platform platform,
    SourceRevision source,
    SourceIds ids,
    ToolVersions tools,
    string code
)
{
    private const string Form = "step 3";

    private readonly ConcurrentDictionary<StepNode, Task<ContentKey?>> keys = new();
    private readonly ConcurrentDictionary<string, ServiceParts> parts = new();
    private readonly ServiceSources sources = new(platform);

    /// <summary>The sources of a service.</summary>
    public ImmutableArray<AbsolutePath> SourcesOf(Service service) =>
        [.. sources.NeededBy(service).SelectMany(needed => sources.PathsOf(needed))];

    /// <summary>The key of a step; null where it has none and must run.</summary>
    public Task<ContentKey?> Of(StepNode node) =>
        node.Target.Inputs.IsEmpty ? Task.FromResult<ContentKey?>(null) : keys.GetOrAdd(node, Compute);

    /// <summary>Starts to compute the inputs of keys; failures surface when a key is needed.</summary>
    public void Begin(IReadOnlyCollection<Input> inputs, IEnumerable<Service> services, CancellationToken cancellation)
    {
        foreach (var service in services)
        foreach (var input in inputs)
            if (!cancellation.IsCancellationRequested)
                _ = PartsOf(service).Of(input);
    }

    private async Task<ContentKey?> Compute(StepNode node)
    {
        if (node.Service is not { } service)
            return null;

        var key = new ContentKeyBuilder()
            .Add(Form)
            .Add(code)
            .Add(node.Target.Code)
            .Add(RuntimeInformation.RuntimeIdentifier)
            .Add(node.Target.Name)
            .Add(service.Name);
        foreach (var needed in sources.NeededBy(service))
        {
            var known = PartsOf(needed);
            key.Add(known.Entry.Value);
            foreach (var input in node.Target.Inputs)
                if (await known.Of(input) is { } part)
                    key.Add(input.Name).Add(part.Value);
                else
                    return null;
        }

        // Which other services are selected must not matter: the key already covers what is needed of them.
        var own = node.Predecessors.Where(before => before.Subjects.Contains(service)).ToArray();
        Array.Sort(own, (one, other) => string.CompareOrdinal(one.Target.Name, other.Target.Name));
        foreach (var before in own)
            if (await Of(before) is { } earlier)
                key.Add(before.Target.Name).Add(earlier.Value);
            else
                return null;
        return key.ToKey();
    }

    private ServiceParts PartsOf(Service service) => parts.GetOrAdd(service.Name, FirstPartsOf, service);

    private ServiceParts FirstPartsOf(string name, Service service) =>
        new(new(service, platform, ids, sources, tools), CatalogEntry.KeyOf(service, source.Root));
}
