using Pipeline.Adoption.Trees;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Deployments;

/// <summary>Finds what Argo CD applies, by its Applications and ApplicationSets.</summary>
internal static class ApplicationSearch
{
    /// <summary>The applications whose folder and name are known from the repository alone.</summary>
    /// <param name="manifests">The repository of the manifests.</param>
    /// <param name="files">Its manifests.</param>
    public static ImmutableArray<FoundApplication> In(
        AdoptedRepository manifests,
        ImmutableArray<ManifestFile> files
    ) =>
        [
            .. from application in StatedApplication.In(files, manifests.Tree.Folders)
            where application.IsExact
            from source in application.Sources
            where source is { IsExact: true, Line: not null } && manifests.Origin.MayBe(source.Repository)
            let plain = RepositoryPath.Resolve("", source.Path)
            where plain is not null
            select new FoundApplication(
                application.Name,
                plain,
                application.Target,
                new(application.Name, application.File.Path, source.Line)
            ),
        ];
}
