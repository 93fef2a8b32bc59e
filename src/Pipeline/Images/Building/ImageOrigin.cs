namespace Pipeline.Images.Building;

/// <summary>Where an image comes from.</summary>
internal enum ImageOrigin
{
    /// <summary>It was built by this step.</summary>
    Built,

    /// <summary>An earlier run on this machine built it.</summary>
    Kept,

    /// <summary>An earlier run pushed it.</summary>
    Pushed,
}
