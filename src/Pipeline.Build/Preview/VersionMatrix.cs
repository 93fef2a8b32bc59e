using Pipeline.Catalog;

namespace Pipeline.Build.Preview;

/// <summary>The language versions that a service is verified with, as a GitHub matrix of at least one leg.</summary>
internal sealed record VersionMatrix(ImmutableArray<VersionLeg> Include)
{
    public static VersionMatrix Of(Service service) =>
        new(
            service.Versions.IsEmpty
                ? [VersionLeg.Installed]
                : [.. service.Versions.Select(version => new VersionLeg(service.Language.Name, version))]
        );
}

/// <summary>A leg of the matrix.</summary>
/// <param name="Language">The language, as the catalog's <c>matrix</c> names it.</param>
/// <param name="Version">The version.</param>
internal sealed record VersionLeg(string Language, string Version)
{
    /// <summary>The version that is installed.</summary>
    public static VersionLeg Installed { get; } = new("", "");
}
