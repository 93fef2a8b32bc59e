using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.ArgoCd.Scaffolding;

/// <summary>An application of an environment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Service">The service, or the name of the folder.</param>
/// <param name="Path">The folder of its manifests.</param>
/// <param name="Watched">The folders of its manifests' sources.</param>
internal sealed record ScaffoldedApplication(string Name, string Service, string Path, ImmutableArray<string> Watched)
{
    /// <summary>The applications of an environment, in the order of the catalog.</summary>
    /// <exception cref="ScaffoldException">A service, or a folder, has no manifests of its own there.</exception>
    public static ImmutableArray<ScaffoldedApplication> Of(
        DeploymentEnvironment environment,
        ImmutableArray<Service> services,
        ParsedTree tree
    )
    {
        var applications = services
            .Select(service => (service.Name, Folder: FolderOf(service, environment)))
            .Concat(
                environment.ArgoCd!.Folders.Select(folder => (NameOf(folder), RepositoryPath.Combine(folder, null)))
            )
            .Select(part => Application(part.Item1, part.Item2, environment, tree))
            .ToImmutableArray();
        return
            applications.GroupBy(application => application.Service).FirstOrDefault(group => group.Count() > 1)
                is { } twins
            ? throw new ScaffoldException(
                $"{string.Join(" and ", twins.Select(twin => twin.Path))} would both be the application {twins.First().Name}: rename one of \"argocd.folders\""
            )
            : applications;
    }

    private static ScaffoldedApplication Application(
        string service,
        string folder,
        DeploymentEnvironment environment,
        ParsedTree tree
    ) =>
        tree.Below(folder).Any()
            ? new(
                environment.ArgoCd!.ApplicationOf(service, environment.Name),
                service,
                folder,
                tree.Kustomizations.Sources(folder)
            )
            : throw new ScaffoldException(
                $"{service} has no manifests in {folder}: add them, or correct \"gitops.path\" of {environment.Name}; where they are in another repository, name its checkout with --git-ops-folder"
            );

    private static string FolderOf(Service service, DeploymentEnvironment environment) =>
        service.ManifestsIn(environment.Name) is { } folder
            ? RepositoryPath.Combine(environment.GitOps!.Path, folder)
            : throw new ScaffoldException(
                $"{service.Name} has no folder of manifests of its own: set its \"manifests\""
            );

    private static string NameOf(string folder) => RepositoryPath.Combine(folder, null).Split('/')[^1];
}

/// <summary>The manifests of Argo CD cannot be generated; the message says what is missing.</summary>
internal sealed class ScaffoldException(string message) : Exception(message);
