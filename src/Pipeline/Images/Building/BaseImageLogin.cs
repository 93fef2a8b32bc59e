using Pipeline.Catalog;
using Pipeline.Images.Registries;

namespace Pipeline.Images.Building;

/// <summary>Tells whether base images are pulled with the login of an environment's registry.</summary>
internal static class BaseImageLogin
{
    /// <summary>
    /// True where a base image of the catalog lies in the environment's registry, and that has a login.
    /// </summary>
    public static bool IsNeeded(Platform platform, DeploymentEnvironment environment) =>
        environment.RegistryLogin is not null
        && platform.Bases.Any(image =>
            image.Source is null && RegistryAddress.IsIn(environment.Registry, ImageReference.Parse(image.Image))
        );
}
