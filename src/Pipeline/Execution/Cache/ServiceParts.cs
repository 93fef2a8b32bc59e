using System.Collections.Concurrent;
using Pipeline.Execution.Steps;
using Pipeline.Planning;

namespace Pipeline.Execution.Cache;

/// <summary>The parts that the keys of a service's steps share, each computed once.</summary>
/// <param name="context">The context of inputs.</param>
/// <param name="entry">The service's entry in the catalog.</param>
internal sealed class ServiceParts(InputContext context, ContentKey entry)
{
    private readonly ConcurrentDictionary<Input, Task<ContentKey?>> parts = new(ReferenceEqualityComparer.Instance);

    /// <summary>The service's entry in the catalog.</summary>
    public ContentKey Entry => entry;

    /// <summary>The value of an input for the service; null where it is unknown.</summary>
    public Task<ContentKey?> Of(Input input) => parts.GetOrAdd(input, Compute);

    private async Task<ContentKey?> Compute(Input input)
    {
        var part = new ContentKeyBuilder();
        return await input.AddTo(context, part) ? part.ToKey() : null;
    }
}
