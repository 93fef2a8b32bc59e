using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Targets;

/// <summary>The target <c>Verify</c>: waits until what was delivered runs.</summary>
internal static class Verify
{
    /// <summary>Waits for each service, and fails those that do not run.</summary>
    /// <param name="contexts">One for each service; at least one.</param>
    /// <param name="kinds">The kinds of deployment.</param>
    /// <returns>A result for each context, in their order.</returns>
    public static async Task<ImmutableArray<StepResult>> Run(
        ImmutableArray<StepContext> contexts,
        SupportedDeployments kinds
    ) =>
        kinds.Find(contexts[0].Environment) is { } deployment
            ? await deployment.Observe(contexts)
            : [.. contexts.Select(context => context.Unable(SupportedDeployments.Nowhere(context.Environment)))];
}
