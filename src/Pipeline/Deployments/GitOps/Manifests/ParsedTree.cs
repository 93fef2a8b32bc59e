using Nuke.Common.IO;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>The YAML files of a GitOps repository's work tree, parsed.</summary>
/// <param name="Files">The files, in the order of their paths.</param>
internal sealed record ParsedTree(ImmutableArray<ParsedFile> Files)
{
    /// <summary>The kustomizations among them.</summary>
    public KustomizeTree Kustomizations => field ??= new(Files);

    /// <summary>The files below a folder.</summary>
    public IEnumerable<ParsedFile> Below(string folder) =>
        Files.Where(file => RepositoryPath.Contains(folder, file.Path));

    /// <summary>Reads the files below a folder of a work tree.</summary>
    public static ParsedTree Read(AbsolutePath root, string folder) =>
        new([.. WorkTreeFiles.Below(root, folder).Select(ParsedFile.Of)]);
}
