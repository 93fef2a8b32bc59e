using Pipeline.Adoption.Services;
using Pipeline.Adoption.Trees;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Proposal;

/// <summary>Writes services as keys of a catalog: those that discovery would not find by itself.</summary>
/// <param name="tree">The repository.</param>
internal sealed class ServiceEntries(RepositoryTree tree)
{
    private readonly WorkspacePackages workspace = new(tree);
    private readonly BuildReferences references = new(tree);

    /// <summary>The entry of a service.</summary>
    public CatalogEntry Of(ServiceCandidate service) =>
        new CatalogEntry(
            service.Name,
            Source: $"{service.Source.Place}{(service.Test is null ? "; no tests were found" : "")}"
        ).WithAll(
            Path(service),
            Dockerfile(service),
            Context(service),
            Language(service),
            Dependencies(service),
            Servers(service)
        );

    private CatalogEntry? Path(ServiceCandidate service) =>
        Discovery.SourceFolders(service.Name).FirstOrDefault(folder => Directory.Exists(tree.Root / folder))
        == service.Path
            ? null
            : CatalogEntry.Text("path", service.Path.Length == 0 ? "." : service.Path);

    private CatalogEntry? Dockerfile(ServiceCandidate service) =>
        service.Dockerfile is not { } dockerfile
        || (Discovery.DockerfileOf(Folder(service)) is { } found && found == tree.Root / dockerfile)
            ? null
            : CatalogEntry.Text("dockerfile", Relative(service, dockerfile));

    private CatalogEntry? Context(ServiceCandidate service) =>
        service.Context == service.Path
            ? null
            : CatalogEntry.Text("context", Relative(service, service.Context), $"{service.Source}");

    private static CatalogEntry? Language(ServiceCandidate service) =>
        service.Language is not null
            ? null
            : new CatalogEntry("commands").WithAll(
                CatalogEntry.List(
                    "compile",
                    ["true"],
                    "no language was found there: what the Dockerfile does is all there is to compile"
                )
            );

    private static CatalogEntry? Servers(ServiceCandidate service) =>
        service.TestServers.IsEmpty
            ? null
            : new CatalogEntry("testDependencies").WithAll(
                service.TestServers.Select(server => new CatalogEntry(server.Fact, Source: server.Place))
            );

    private CatalogEntry? Dependencies(ServiceCandidate service)
    {
        var packages = workspace.NeededBy(service.Path).Concat(references.NeededBy(service.Path)).ToArray();
        return packages.Length == 0
            ? null
            : CatalogEntry.List(
                "dependsOn",
                packages.Select(package => package.Fact),
                string.Join(", ", packages.Select(package => package.Place))
            );
    }

    private Nuke.Common.IO.AbsolutePath Folder(ServiceCandidate service) => tree.Root / service.Path;

    private string Relative(ServiceCandidate service, string path) =>
        Foundation.Files.SlashedPath.Between(Folder(service), tree.Root / path);
}
