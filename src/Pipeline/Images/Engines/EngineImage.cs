using Nuke.Common.IO;
using Pipeline.Images.Layouts;

namespace Pipeline.Images.Engines;

/// <summary>An image as the engine describes it, or the folder that it was built into.</summary>
/// <param name="Id">The digest of its configuration, <c>sha256:…</c>; in a folder, or with Docker's containerd store, that of its manifest.</param>
/// <param name="Size">In bytes, unpacked; in a folder, as a registry keeps it.</param>
/// <param name="Labels">Its labels.</param>
internal sealed record EngineImage(string Id, long Size, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>The references, with digests, that it was pulled or pushed by.</summary>
    public ImmutableArray<string> Pulled { get; init; } = [];

    /// <summary>The folder that it lies in, relative to the artifacts; null where it lies in the engine.</summary>
    public string? Layout { get; init; }

    /// <summary>The platforms that a folder has it for.</summary>
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>The first 12 digits of <see cref="Id"/>, as engines show it.</summary>
    public string ShortId => Id[(Id.IndexOf(':', StringComparison.Ordinal) + 1)..][..12];

    /// <summary>Describes an image that was built into a folder.</summary>
    /// <param name="layout">The folder.</param>
    /// <param name="artifacts">The folder that it lies in, however deep.</param>
    public static EngineImage Of(ImageLayout layout, AbsolutePath artifacts) =>
        new(layout.Digest, layout.Blobs.Sum(blob => blob.Size), layout.Images[0].Configuration.Labels)
        {
            Layout = Path.GetRelativePath(artifacts, layout.Folder).Replace('\\', '/'),
            Platforms = [.. layout.Images.Select(image => image.Platform)],
        };

    /// <summary>The size for a person.</summary>
    public string Describe() =>
        $"{Size / 1e6:0.0} MB as {ShortId}{(Platforms.IsEmpty ? "" : $", {string.Join(", ", Platforms)}")}";
}
