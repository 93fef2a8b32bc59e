using Pipeline.GitOps.Manifests;

namespace Pipeline.GitOps;

/// <summary>An image that a service's bump replaces, and what has to be written for that.</summary>
internal sealed record BumpEdit(ServiceBump Service, ManifestImage Image, ImmutableArray<ImageEdit> Edits);

/// <summary>The edits of all services on one tip.</summary>
internal sealed class BumpEdits(ImmutableArray<BumpEdit> edits)
{
    private IEnumerable<BumpEdit> Open => edits.Where(edit => edit.Service.Result is null);

    /// <summary>The services that are still to be changed.</summary>
    public ImmutableArray<ServiceBump> Services => [.. Open.Select(edit => edit.Service).Distinct()];

    /// <summary>The new contents of the files; services whose edits are refused get that as their result.</summary>
    public Dictionary<ManifestFile, byte[]> Apply()
    {
        RefuseContested();
        while (true)
        {
            var before = Services.Length;
            var contents = Open.GroupBy(edit => edit.Image.File)
                .Select(group => (group.Key, Content: Apply(group.Key, [.. group])))
                .ToArray();
            // A refusal takes the service's edits of other files with it.
            if (Services.Length == before)
                return contents.ToDictionary(file => file.Key, file => file.Content!);
        }
    }

    /// <summary>The first file that a service's edits change.</summary>
    public string FileOf(ServiceBump service) => EditsOf(service).First().Image.File.Path;

    /// <summary>What a service's edits have changed.</summary>
    public string Describe(ServiceBump service) =>
        $"{string.Join(", ", EditsOf(service).Select(edit => $"{edit.Image.Place} {edit.Image.Reference.Tag ?? edit.Image.Image}"))} → {service.Reference.Tag}";

    /// <summary>What a service's edits change, as a unified diff.</summary>
    public string DiffOf(ServiceBump service) =>
        string.Concat(EditsOf(service).GroupBy(edit => edit.Image.File).Select(file => Combine(file.Key, file).Diff()));

    private IEnumerable<BumpEdit> EditsOf(ServiceBump service) => edits.Where(edit => edit.Service == service);

    private static byte[]? Apply(ManifestFile file, BumpEdit[] edits)
    {
        try
        {
            return Combine(file, edits).Apply();
        }
        catch (ManifestException refusal)
        {
            foreach (var edit in edits)
                edit.Service.Refuse(refusal.Message);
            return null;
        }
    }

    private static FileEdit Combine(ManifestFile file, IEnumerable<BumpEdit> edits) =>
        new(file, edits.SelectMany(edit => edit.Edits));

    private void RefuseContested()
    {
        foreach (var claims in Open.GroupBy(edit => (edit.Image.File, edit.Image.Start.Start)).ToArray())
        {
            var names = claims.Select(claim => claim.Service.Service.Name).ToArray();
            if (names.Length > 1)
                foreach (var claim in claims)
                    claim.Service.Refuse(
                        $"{claim.Image} could be each of {string.Join(", ", names)}: set \"container\", \"imageField\" or \"manifests\" of them"
                    );
        }
    }
}
