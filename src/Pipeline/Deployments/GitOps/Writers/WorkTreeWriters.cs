using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Search;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>The other writers of an environment's images, as a work tree with its manifests shows them.</summary>
internal sealed class WorkTreeWriters
{
    private readonly ServiceImages images;
    private readonly OtherWriters others;

    private WorkTreeWriters(ServiceImages images, OtherWriters others) => (this.images, this.others) = (images, others);

    /// <summary>Reads the platform's work tree; null where the environment's manifests are elsewhere.</summary>
    public static WorkTreeWriters? Read(Platform platform, DeploymentEnvironment environment)
    {
        if (environment.GitOps is not { } gitOps)
            return null;

        var folder = RepositoryPath.Combine(gitOps.Path, null);
        if (!Directory.Exists(platform.Root / folder))
            return null;

        var files = WorkTreeFiles.Below(platform.Root, folder);
        return new(
            new(files, folder, platform.Services, environment.Name)
            {
                Environments = platform.Environments.Select(other => other.Name),
            },
            new(files.Concat(WriterFiles.In(platform.Root)), platform.Services, environment)
        );
    }

    /// <summary>Those of a service's image; none where that is not found, which its bump says.</summary>
    public ImmutableArray<ImageWriter> Of(Service service)
    {
        try
        {
            return others.Of(service, images.Locate(service));
        }
        catch (ManifestException)
        {
            return [];
        }
    }
}
