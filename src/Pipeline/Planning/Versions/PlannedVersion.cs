using Pipeline.Catalog;

namespace Pipeline.Planning.Versions;

/// <summary>The version of a service that a commit has, or would get.</summary>
/// <param name="Version">The version: the image's tag.</param>
/// <param name="GitTag">The Git tag of the version; null for versioning by commit.</param>
/// <param name="IsTaken">True where the tag exists and names the commit.</param>
internal sealed record PlannedVersion(string Version, string? GitTag, bool IsTaken)
{
    /// <summary>
    /// The version of a commit. It keeps one that it has, so that a second run finds the first one's images;
    /// otherwise it is the next free one.
    /// </summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="service">The service.</param>
    /// <param name="source">The commit.</param>
    /// <param name="tags">The taken versions.</param>
    /// <param name="cancellation">Cancels the processes.</param>
    /// <exception cref="SourceException">This clone lacks the history that the version follows from.</exception>
    public static async Task<PlannedVersion> Of(
        Platform platform,
        Service service,
        SourceRevision source,
        TakenVersions tags,
        CancellationToken cancellation = default
    ) =>
        service.Versioning switch
        {
            Versioning.Calver => Taken<CalendarVersion>(service, source, tags) ?? Calendar(service, source, tags),
            Versioning.Semver => Taken<SemanticVersion>(service, source, tags)
                ?? await Semantic(platform, service, source, tags, cancellation),
            _ => new(source.Tag, null, IsTaken: true),
        };

    /// <summary>The version that a commit has; null where it has none.</summary>
    public static PlannedVersion? Find(Service service, SourceRevision source, TakenVersions tags) =>
        service.Versioning switch
        {
            Versioning.Calver => Taken<CalendarVersion>(service, source, tags),
            Versioning.Semver => Taken<SemanticVersion>(service, source, tags),
            _ => new(source.Tag, null, IsTaken: true),
        };

    private static PlannedVersion? Taken<T>(Service service, SourceRevision source, TakenVersions tags)
        where T : struct, IVersionNumber<T>
    {
        var own = tags.Of<T>(service.Name).Where(tag => tag.Commit == source.Commit).ToArray();
        return own.Length == 0 ? null : Named(service, $"{own.MaxBy(tag => tag.Version.Order).Version}", isTaken: true);
    }

    private static PlannedVersion Named(Service service, string version, bool isTaken) =>
        new(version, VersionTag.NameOf(service.Name, version), isTaken);

    // The month is the commit's, so a commit has the same plan at any time.
    private static PlannedVersion Calendar(Service service, SourceRevision source, TakenVersions tags)
    {
        var taken = tags.Of<CalendarVersion>(service.Name).Select(tag => tag.Version);
        return Named(service, $"{CalendarVersion.After(source.Time, taken)}", isTaken: false);
    }

    private static async Task<PlannedVersion> Semantic(
        Platform platform,
        Service service,
        SourceRevision source,
        TakenVersions tags,
        CancellationToken cancellation
    )
    {
        var taken = tags.Of<SemanticVersion>(service.Name)
            .Concat(tags.OfModule(service))
            .OrderByDescending(tag => tag.Version.Order)
            .ToArray();
        var history = new ServiceHistory(platform, service, source, cancellation);
        // Versions on other branches are not ancestors of this one, and are not reused either.
        var all = taken.Select(tag => tag.Version).ToHashSet();
        await history.RefuseShallow();
        // A module's version of this very commit is the service's too; only its tag is still to be made.
        foreach (var (version, _) in taken.Where(tag => tag.Commit == source.Commit))
            return Named(service, $"{version}", isTaken: false);
        foreach (var (version, commit) in taken)
            if (await history.Contains(commit))
            {
                var next = version.Next(await history.ChangeSince(commit), all);
                return Named(service, $"{next}", isTaken: false);
            }

        var first = SemanticVersion.First;
        return Named(service, $"{(all.Contains(first) ? first.Next(ChangeKind.Feature, all) : first)}", isTaken: false);
    }
}
