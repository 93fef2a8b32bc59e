using Pipeline.Adoption.Trees;
using Pipeline.Deployments.GitOps.Linting;
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
            .. from file in files
            where file.Content.AsSpan().IndexOf("argoproj.io"u8) >= 0 && file.Problem is null
            from document in file.Documents()
            from stated in ManifestObject.Of(file.Path, document, isPatch: false)
            from application in Of(stated, manifests)
            select application,
        ];

    private static IEnumerable<FoundApplication> Of(ManifestObject stated, AdoptedRepository manifests) =>
        stated.Map["spec"] is not ManifestMap spec ? []
        : stated.Kind == "Application"
            ? Of(stated, stated.Name, spec, ImmutableDictionary<string, string>.Empty, manifests.Origin)
        : stated.Kind == "ApplicationSet"
        && spec["template"] is ManifestMap template
        && (template["metadata"] as ManifestMap)?.Text("name") is { } name
        && template["spec"] is ManifestMap inner
            ? GeneratedParameters
                .Of(spec["generators"], manifests.Tree.Folders)
                .SelectMany(parameters => Of(stated, name, inner, parameters, manifests.Origin))
        : [];

    private static IEnumerable<FoundApplication> Of(
        ManifestObject stated,
        string name,
        ManifestMap spec,
        ImmutableDictionary<string, string> parameters,
        RepositoryOrigin origin
    )
    {
        var destination = spec["destination"] as ManifestMap;
        ImmutableArray<string> target =
        [
            .. new[] { destination?.Text("name"), destination?.Text("namespace") }
                .OfType<string>()
                .Select(text => GeneratedParameters.Fill(text, parameters))
                .OfType<string>(),
        ];
        return from source in ApplicationImages.Sources(spec)
            let path = source["path"] as ManifestScalar
            where path is not null && origin.MayBe(source.Text("repoURL"))
            let folder = GeneratedParameters.Fill(path.Value, parameters)
            let filled = GeneratedParameters.Fill(name, parameters)
            where folder is not null && filled is not null
            let plain = RepositoryPath.Resolve("", folder)
            where plain is not null
            select new FoundApplication(filled, plain, target, new(filled, stated.File, path.Line));
    }
}
