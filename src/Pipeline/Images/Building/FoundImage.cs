using Pipeline.Images.Engines;

namespace Pipeline.Images.Building;

/// <summary>An image, and where it comes from.</summary>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Image">The image.</param>
internal sealed record FoundImage(ImageOrigin Origin, LocalImage Image);
