using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Images;

/// <summary>An image in an OCI layout beside this value, for a job on another machine.</summary>
/// <param name="Digest">The layout's digest.</param>
/// <param name="IsBuiltHere">True where it was built by the run that hands it over, rather than found.</param>
/// <param name="BuiltOn">The images that it was built on, with their digests; null where that is not known.</param>
internal sealed record ExportedImage(string Digest, bool IsBuiltHere, ImmutableArray<ImageReference>? BuiltOn)
    : IHandedOver
{
    /// <summary>The folder of the layout.</summary>
    public const string Layout = "layout";

    /// <summary>The file of the value, which no other step than <c>Export</c> writes.</summary>
    public const string FileName = "ExportedImage.Export.json";

    /// <inheritdoc />
    public static string Contract => "ExportedImage";
}
