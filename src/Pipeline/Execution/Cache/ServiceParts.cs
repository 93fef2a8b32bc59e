using System.Collections.Concurrent;
using Pipeline.Execution.Steps;
using Pipeline.Planning;

namespace Pipeline.Execution.Cache;

/// <summary>What the keys of a service's steps have in common, each computed once.</summary>
/// <param name="context">What inputs may look at.</param>
/// <param name="entry">All that the catalog says of the service.</param>
internal sealed class ServiceParts(InputContext context, ContentKey entry)
{
    private readonly ConcurrentDictionary<Input, Task<ContentKey?>> parts = new(ReferenceEqualityComparer.Instance);

    /// <summary>All that the catalog says of the service.</summary>
    public ContentKey Entry => entry;

    /// <summary>What an input is for the service; null where that cannot be told.</summary>
    public Task<ContentKey?> Of(Input input) => parts.GetOrAdd(input, Compute);

    private async Task<ContentKey?> Compute(Input input)
    {
        var part = new ContentKeyBuilder();
        return await input.AddTo(context, part) ? part.ToKey() : null;
    }
}
