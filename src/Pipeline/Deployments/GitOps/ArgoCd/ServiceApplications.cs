using Pipeline.Catalog;

namespace Pipeline.Deployments.GitOps.ArgoCd;

/// <summary>Finds the applications of a service.</summary>
internal static class ServiceApplications
{
    public const string ServiceLabel = "pipeline/service";
    public const string EnvironmentLabel = "pipeline/environment";

    /// <summary>The application named after the service in an environment, and those with its labels.</summary>
    public static Application[] Of(DeploymentEnvironment environment, Service service, IEnumerable<Application> all)
    {
        var name = environment.ArgoCd!.ApplicationOf(service.Name, environment.Name);
        return
        [
            .. all.Where(application =>
                application.Metadata.Name == name
                || (
                    application.Metadata.Labels is { } labels
                    && labels.GetValueOrDefault(ServiceLabel) == service.Name
                    && labels.GetValueOrDefault(EnvironmentLabel) == environment.Name
                )
            ),
        ];
    }
}
