using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Foundation.Files;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>Tells by their paths which files may state who else writes images.</summary>
internal static partial class WriterFiles
{
    // What Git and runs write, and packages.
    private static readonly ImmutableArray<string> Foreign =
    [
        ".git",
        ".nuke",
        "artifacts",
        "node_modules",
        "bin",
        "obj",
    ];

    /// <summary>True for a file by its path, wherever the manifests are.</summary>
    public static bool MayBe(string path) =>
        SourceOverrides.Is(path)
        || RenovateSettings.Is(path)
        || DependabotSettings.Is(path)
        || Resource().IsMatch(path);

    /// <summary>The files of a work tree, in the order of their paths.</summary>
    /// <param name="root">The root of the repository.</param>
    /// <param name="folder">The folder to look in; empty for all of it.</param>
    public static ImmutableArray<ManifestFile> In(AbsolutePath root, string folder = "") =>
        [
            .. Below(root / folder)
                .SelectMany(Directory.EnumerateFiles)
                .Select(file => SlashedPath.Between(root, file))
                .Where(MayBe)
                .Order(StringComparer.Ordinal)
                .Select(path => new ManifestFile(path, File.ReadAllBytes(root / path))),
        ];

    private static IEnumerable<string> Below(string folder) =>
        Inner(folder).SelectMany(inner => Below(Path.Combine(folder, inner))).Prepend(folder);

    // A link leads to what is listed elsewhere, or to no part of the repository.
    private static IEnumerable<string> Inner(string folder) =>
        new DirectoryInfo(folder)
            .EnumerateDirectories("*", new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint })
            .Select(inner => inner.Name)
            .Where(name => !Foreign.Contains(name));

    // Folders and files as people name them for what Argo CD and Flux read of themselves.
    [GeneratedRegex(
        @"((argo|flux|image-?(updat|automat|polic)|app-?set).*|(^|/)(apps|applications?|bootstrap|clusters?)/[^/]+)\.ya?ml$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Resource();
}
