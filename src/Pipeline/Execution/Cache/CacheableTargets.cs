using System.Runtime.CompilerServices;
using Nuke.Common;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Execution.Cache;

/// <summary>
/// Declares that the steps of a target depend on their inputs alone, so that a result can be replayed.
/// </summary>
public static class CacheableTargets
{
    /// <summary>
    /// Replays a step that passed before with equal inputs. The service's entry in the catalog, the build's own code,
    /// the operating system and the steps before count as inputs of every target.
    /// </summary>
    /// <param name="definition">The target, after <c>ForEachService</c>.</param>
    /// <param name="inputs">Everything else that a step's result depends on.</param>
    /// <param name="outputs">What its steps leave in the service's folder for later steps; null: nothing.</param>
    /// <param name="name">The target's name.</param>
    /// <exception cref="InvalidOperationException">The target has no steps, or takes services together.</exception>
    public static ITargetDefinition Cacheable(
        this ITargetDefinition definition,
        ImmutableArray<Input> inputs,
        Func<Service, ServiceOutputs>? outputs = null,
        [CallerMemberName] string name = ""
    )
    {
        DeclaredTargets.Change(
            name,
            target =>
                target.Together
                    ? throw new InvalidOperationException(
                        $"{name} takes its services together, so it depends on more than one service's inputs and cannot be cached"
                    )
                    : target with
                    {
                        Inputs = inputs,
                        Outputs = outputs ?? (_ => ServiceOutputs.None),
                    }
        );
        return definition;
    }
}
