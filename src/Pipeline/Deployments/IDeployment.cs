using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments.Health;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments;

/// <summary>A kind of deployment: how images are delivered to an environment, and how its state is read.</summary>
public interface IDeployment
{
    /// <summary>The kind, as the catalog's environments state it.</summary>
    DeploymentKind Kind { get; }

    /// <summary>Reads the health of services.</summary>
    IEnvironmentHealth Health { get; }

    /// <summary>
    /// Delivers images to the run's environment. A service that has its image already, is pinned, or runs a later build
    /// is left as it is, and its result says so; a refused one fails alone.
    /// </summary>
    /// <param name="deliveries">At least one.</param>
    /// <returns>A result for each, in their order.</returns>
    Task<ImmutableArray<StepResult>> Deliver(ImmutableArray<Delivery> deliveries);

    /// <summary>
    /// Forecasts what <see cref="Deliver"/> would do, from this machine alone. It writes nothing except a cache.
    /// </summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="environment">Where the images would go.</param>
    /// <param name="artifacts">The folder of artifacts, kept from run to run.</param>
    /// <param name="holdsSecret">
    /// True for a text with a secret, which must not be cached; null: no text has one.
    /// </param>
    /// <param name="cancellation">Cancels it.</param>
    Task<IForecast> Foresee(
        Platform platform,
        DeploymentEnvironment environment,
        AbsolutePath artifacts,
        Func<string, bool>? holdsSecret = null,
        CancellationToken cancellation = default
    );

    /// <summary>Waits until the delivered images run, and fails the services whose images do not.</summary>
    /// <param name="steps">One for each service; at least one.</param>
    /// <returns>A result for each, in their order.</returns>
    Task<ImmutableArray<StepResult>> Observe(ImmutableArray<StepContext> steps);

    /// <summary>Reads the image that an environment runs of a step's service.</summary>
    /// <exception cref="StepFailedException">It runs no exact image of it, or the image is unknown.</exception>
    Task<RunningImage> Running(StepContext step, DeploymentEnvironment environment);

    /// <summary>
    /// Promotes an image that runs in another environment: at once, or after a person's approval, as the catalog says.
    /// </summary>
    Task<StepResult> Promote(StepContext step, ImagePromotion promotion);

    /// <summary>Rolls a service back to an earlier image and pins it; or releases the pin.</summary>
    Task<StepResult> RollBack(StepContext step, RollbackOptions options);

    /// <summary>Reads what was deployed to environments, and what runs there.</summary>
    /// <returns>A snapshot for each, in their order; one that cannot be read says why.</returns>
    Task<ImmutableArray<EnvironmentSnapshot>> Read(
        ImmutableArray<DeploymentEnvironment> environments,
        DeploymentQuery query,
        CancellationToken cancellation
    );
}
