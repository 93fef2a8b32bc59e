using Pipeline.Catalog;

namespace Pipeline.Workflows.Delivery;

/// <summary>A build whose workflows deliver the services of a catalog.</summary>
public interface IPlatformBuild
{
    /// <summary>The catalog.</summary>
    Platform Platform { get; }
}
