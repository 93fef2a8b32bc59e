using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;

namespace Pipeline.Execution.Steps;

/// <summary>The steps of a target.</summary>
/// <param name="Name">The target's name.</param>
/// <param name="Body">
/// Gets the contexts of the services whose earlier steps passed, and returns their results in the same order.
/// </param>
/// <param name="Together">True where one call serves all services, once their earlier steps have ended.</param>
internal sealed record ServiceTarget(
    string Name,
    Func<ImmutableArray<StepContext>, Task<ImmutableArray<StepResult>>> Body,
    bool Together
)
{
    /// <summary>Everything that the result of a step depends on; empty for a target that always runs.</summary>
    public ImmutableArray<Input> Inputs { get; init; } = [];

    /// <summary>What a step leaves in its service's folder for later steps.</summary>
    public Func<Service, ServiceOutputs> Outputs { get; init; } = _ => ServiceOutputs.None;

    /// <summary>Limits on the number of its steps that run at a time, ordered by name.</summary>
    public ImmutableArray<StepLimit> Limits { get; init; } = [];

    /// <summary>When it is repeated after a <see cref="TransientException"/>; null: never.</summary>
    public RetrySchedule? Retries { get; init; }

    /// <summary>True where a service's step waits for the same step of the services that it depends on.</summary>
    public bool AfterDependencies { get; init; }

    /// <summary>True where it works on the platform's own base images too.</summary>
    public bool ServesBases { get; init; }

    /// <summary>The step's function, which may be in another assembly.</summary>
    internal Delegate Function { get; init; } = Body;

    /// <summary>Identifies the code of the function.</summary>
    internal string Code => field ??= OwnCode.IdOf(Function.Method.Module);
}
