using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments.Health;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments;

/// <summary>A kind of deployment: how images come to run in an environment, and how it is told what runs there.</summary>
public interface IDeployment
{
    /// <summary>The kind, as environments of the catalog state it.</summary>
    DeploymentKind Kind { get; }

    /// <summary>Tells the health of services.</summary>
    IEnvironmentHealth Health { get; }

    /// <summary>
    /// Brings images to the run's environment. A service that is there already, pinned, or superseded by a later build is left as it is,
    /// and its result says so; one that is refused fails alone.
    /// </summary>
    /// <param name="deliveries">At least one.</param>
    /// <returns>A result for each, in their order.</returns>
    Task<ImmutableArray<StepResult>> Deliver(ImmutableArray<Delivery> deliveries);

    /// <summary>Learns what <see cref="Deliver"/> would decide on, from this machine alone. Nothing but what is remembered is written.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="environment">Where the images would go.</param>
    /// <param name="artifacts">The folder that is kept from run to run.</param>
    /// <param name="holdsSecret">True for a text that must not be remembered; null: any may be.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<IForecast> Foresee(
        Platform platform,
        DeploymentEnvironment environment,
        AbsolutePath artifacts,
        Func<string, bool>? holdsSecret = null,
        CancellationToken cancellation = default
    );

    /// <summary>Waits until the images that the run has delivered run, and fails where they do not.</summary>
    /// <param name="steps">One for each service; at least one.</param>
    /// <returns>A result for each, in their order.</returns>
    Task<ImmutableArray<StepResult>> Observe(ImmutableArray<StepContext> steps);

    /// <summary>Tells the image that an environment runs of a step's service.</summary>
    /// <exception cref="StepFailedException">It runs no exact image of it, or that cannot be told.</exception>
    Task<RunningImage> Running(StepContext step, DeploymentEnvironment environment);

    /// <summary>Brings an image to the run's environment that runs in another one: at once, or when a person agrees, as the catalog says.</summary>
    Task<StepResult> Promote(StepContext step, ImagePromotion promotion);

    /// <summary>Brings an earlier image of a service back and pins it; or releases that pin.</summary>
    Task<StepResult> RollBack(StepContext step, RollbackOptions options);

    /// <summary>Tells what was deployed to environments, and what runs there.</summary>
    /// <returns>A snapshot for each, in their order; one that cannot be read says why.</returns>
    Task<ImmutableArray<EnvironmentSnapshot>> Read(
        ImmutableArray<DeploymentEnvironment> environments,
        DeploymentQuery query,
        CancellationToken cancellation
    );
}
