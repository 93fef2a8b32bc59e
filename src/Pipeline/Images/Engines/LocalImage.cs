using Nuke.Common.IO;
using Pipeline.Foundation.Files;
using Pipeline.Images.Layouts;

namespace Pipeline.Images.Engines;

/// <summary>An image on this machine, in the engine or in an OCI layout.</summary>
/// <param name="Id">
/// The digest of its configuration, <c>sha256:…</c>; of a layout, or with Docker's containerd image store, that of its
/// manifest.
/// </param>
/// <param name="Size">In bytes: unpacked in the engine, compressed in a layout.</param>
/// <param name="Labels">Its labels.</param>
internal sealed record LocalImage(string Id, long Size, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>Its references with digests, from pulls and pushes.</summary>
    public ImmutableArray<string> Pulled { get; init; } = [];

    /// <summary>The folder of its layout, relative to the artifacts; null where it is in the engine.</summary>
    public string? Layout { get; init; }

    /// <summary>The platforms of a layout.</summary>
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>The first 12 digits of <see cref="Id"/>, as engines show it.</summary>
    public string ShortId => Id[(Id.IndexOf(':', StringComparison.Ordinal) + 1)..][..12];

    /// <summary>The image of a layout.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="artifacts">The folder that it lies below.</param>
    public static LocalImage Of(ImageLayout layout, AbsolutePath artifacts) =>
        new(layout.Digest, layout.Blobs.Sum(blob => blob.Size), layout.Images[0].Configuration.Labels)
        {
            Layout = SlashedPath.Between(artifacts, layout.Folder),
            Platforms = [.. layout.Images.Select(image => image.Platform)],
        };

    /// <summary>The size in words.</summary>
    public string Describe() =>
        $"{Size / 1e6:0.0} MB as {ShortId}{(Platforms.IsEmpty ? "" : $", {string.Join(", ", Platforms)}")}";
}
