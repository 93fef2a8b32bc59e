using Nuke.Common.IO;
using Pipeline.GitOps.Manifests;
using YamlDotNet.Core;

namespace Pipeline.GitOps;

/// <summary>The YAML files of a GitOps repository, read and parsed.</summary>
/// <param name="Files">The files, in the order of their paths.</param>
internal sealed record GitOpsTree(ImmutableArray<GitOpsFile> Files)
{
    /// <summary>Which folders take in which.</summary>
    public Kustomizations Kustomizations => field ??= new(Files.Select(file => (file.Path, file.Documents)));

    /// <summary>The files below a folder.</summary>
    public IEnumerable<GitOpsFile> Below(string folder) =>
        Files.Where(file => RepositoryPath.Contains(folder, file.Path));

    /// <summary>Reads the YAML files below a folder of a work tree; links are not followed.</summary>
    public static GitOpsTree Read(AbsolutePath root, string folder) =>
        new([
            .. Directory
                .EnumerateFiles(
                    root / folder,
                    "*",
                    new EnumerationOptions
                    {
                        RecurseSubdirectories = true,
                        AttributesToSkip = FileAttributes.ReparsePoint,
                    }
                )
                .Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
                .Select(file => (File: file, Path: Path.GetRelativePath(root, file).Replace('\\', '/')))
                .OrderBy(file => file.Path, StringComparer.Ordinal)
                .Select(file => GitOpsFile.Read(file.Path, File.ReadAllBytes(file.File))),
        ]);
}

/// <summary>A file of a GitOps repository.</summary>
/// <param name="Path">Its path within the repository.</param>
/// <param name="Documents">Its documents; none where it cannot be read.</param>
/// <param name="Problem">Why it cannot be read, with its place; null where it can.</param>
internal sealed record GitOpsFile(string Path, ImmutableArray<ManifestDocument> Documents, string? Problem)
{
    // The templates of a Helm chart become YAML only when they are rendered.
    private static bool IsTemplate(string path, string text) =>
        $"/{path}".Contains("/templates/", StringComparison.Ordinal) && text.Contains("{{", StringComparison.Ordinal);

    /// <summary>Reads a file.</summary>
    public static GitOpsFile Read(string path, byte[] content)
    {
        if (content.Length > ManifestFile.LargestSize)
            return new(
                path,
                [],
                $"{path} is larger than {ManifestFile.LargestSize / 1024 / 1024} MiB, and was not read"
            );

        var text = "";
        try
        {
            text = ManifestFile.Decode(path, content);
            return new(path, IsTemplate(path, text) ? [] : ManifestParser.Parse(text), null);
        }
        catch (ManifestException failure)
        {
            return new(path, [], failure.Message);
        }
        catch (YamlException failure)
        {
            return new(path, [], SyntaxError.Describe(path, text, failure));
        }
    }
}
