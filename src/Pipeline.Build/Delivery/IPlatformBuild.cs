using Pipeline.Catalog;

namespace Pipeline.Build.Delivery;

/// <summary>A build whose workflows deliver the services of a catalog.</summary>
public interface IPlatformBuild
{
    /// <summary>The catalog.</summary>
    Platform Platform { get; }
}
