using Pipeline.Adoption.Trees;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Services;

/// <summary>A service of a compose file.</summary>
/// <param name="Name">Its key.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The key's line.</param>
/// <param name="Map">What it states.</param>
internal sealed record ComposeService(string Name, string File, int Line, ManifestMap Map)
{
    /// <summary>The image that it runs; empty where it is built here alone.</summary>
    public string Image => Map.Text("image") ?? "";

    /// <summary>The services that it starts after.</summary>
    public IEnumerable<string> DependsOn =>
        Map["depends_on"] switch
        {
            ManifestList list => list.Items.OfType<ManifestScalar>().Select(item => item.Value),
            ManifestMap map => map.Entries.Select(entry => entry.Key?.Value).OfType<string>(),
            _ => [],
        };

    /// <summary>Its build; null where it has none in this repository.</summary>
    public StatedBuild? Build
    {
        get
        {
            var map = Map["build"] as ManifestMap;
            var context = map is null ? Map.Text("build") : map.Text("context") ?? ".";
            return context is null || RepositoryPath.Resolve(RepositoryPath.Folder(File), context) is not { } folder
                ? null
                : new(
                    Name,
                    RepositoryPath.Resolve(folder, map?.Text("dockerfile") ?? "Dockerfile") ?? "",
                    folder,
                    new($"the service {Name}", File, Line),
                    IsPublished: false
                );
        }
    }
}
