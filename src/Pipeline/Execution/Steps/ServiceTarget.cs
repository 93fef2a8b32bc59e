using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;

namespace Pipeline.Execution.Steps;

/// <summary>What a target does for the services.</summary>
/// <param name="Name">The target's name.</param>
/// <param name="Body">Takes the contexts of the services that got this far, and gives their results in the same order.</param>
/// <param name="Together">True where one call serves all services, once their earlier steps have come to an end.</param>
public sealed record ServiceTarget(
    string Name,
    Func<ImmutableArray<StepContext>, Task<ImmutableArray<StepResult>>> Body,
    bool Together
)
{
    /// <summary>All that the result of a step depends on; none where it depends on more, so that it always runs.</summary>
    public ImmutableArray<Input> Inputs { get; init; } = [];

    /// <summary>What a step leaves in its service's folder for later ones.</summary>
    public Func<Service, ServiceOutputs> Outputs { get; init; } = _ => ServiceOutputs.None;

    /// <summary>Bound how many of its steps run at a time, in the order of their names.</summary>
    public ImmutableArray<StepLimit> Limits { get; init; } = [];

    /// <summary>How often it is run again after a <see cref="TransientException"/>; null: never.</summary>
    public RetrySchedule? Retries { get; init; }

    /// <summary>True where a service's step waits for the same step of the services that it depends on.</summary>
    public bool AfterDependencies { get; init; }

    /// <summary>True where it works on the platform's own base images too.</summary>
    public bool ServesBases { get; init; }

    /// <summary>The function that a build has written for it, which may stand in a library of its own.</summary>
    internal Delegate Function { get; init; } = Body;

    /// <summary>Identifies the code of the function.</summary>
    internal string Code => field ??= OwnCode.IdOf([Function.Method.Module.ModuleVersionId]);
}
