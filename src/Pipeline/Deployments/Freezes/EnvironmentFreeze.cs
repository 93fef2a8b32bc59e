using Pipeline.Catalog;

namespace Pipeline.Deployments.Freezes;

/// <summary>An environment that is frozen.</summary>
/// <param name="Environment">The environment's name.</param>
/// <param name="Active">The freeze that holds.</param>
internal sealed record EnvironmentFreeze(string Environment, ActiveFreeze Active)
{
    /// <summary>The freeze that holds in an environment at a time; null for none.</summary>
    public static EnvironmentFreeze? At(DateTimeOffset time, DeploymentEnvironment environment) =>
        FreezeCalendar.At(time, environment.Freezes) is { } active ? new(environment.Name, active) : null;

    /// <summary>The sentence that says so.</summary>
    public override string ToString() => $"{Environment} is {Active}";
}
