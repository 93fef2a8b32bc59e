using Pipeline.Images.Engines;

namespace Pipeline.Images.Building;

/// <summary>Where a step has an image from.</summary>
internal enum ImageOrigin
{
    /// <summary>The step has built it.</summary>
    Built,

    /// <summary>An earlier run on this machine had built it.</summary>
    Kept,

    /// <summary>An earlier run had pushed it.</summary>
    Pushed,
}

/// <summary>An image, and where a step has it from.</summary>
/// <param name="Origin">Where from.</param>
/// <param name="Image">The image.</param>
internal sealed record FoundImage(ImageOrigin Origin, EngineImage Image);
