using Pipeline.Catalog;
using Pipeline.Images.Registries;

namespace Pipeline.Images.Building;

/// <summary>Base images that are pulled from an environment's own registry.</summary>
public static class PrivateBases
{
    /// <summary>True where the catalog has one that takes the login of the environment's registry to be pulled.</summary>
    public static bool Are(Platform platform, DeploymentEnvironment environment) =>
        environment.RegistryLogin is not null
        && platform.Bases.Any(image =>
            image.Source is null && RegistryAddress.IsIn(environment.Registry, ImageReference.Parse(image.Image))
        );
}
