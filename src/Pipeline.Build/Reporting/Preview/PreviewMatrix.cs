using System.Globalization;
using System.Text.Json;
using Pipeline.Build.Preview;

namespace Pipeline.Build.Reporting.Preview;

/// <summary>Writes a preview as outputs of a GitHub workflow's step.</summary>
internal static class PreviewMatrix
{
    /// <summary>
    /// The most jobs that a matrix may have: GitHub's workflow syntax, <c>jobs.&lt;job_id&gt;.strategy.matrix</c>.
    /// </summary>
    public const int MostLegs = 256;

    /// <summary>
    /// The lines <c>count</c>, <c>services</c>, <c>matrix</c> and <c>chunks</c>. The matrix always covers all services:
    /// where there are more than legs, a leg names several, separated by commas as <c>--service</c> takes them. The
    /// chunks are matrices of one service a leg, each small enough. Where the catalog names versions of languages,
    /// <c>versions</c> is a matrix of a leg for each service and version, shared like that of services.
    /// </summary>
    public static IEnumerable<string> Lines(DeliveryPreview preview)
    {
        var used = preview.Services.SelectMany(service => service.Bases).ToHashSet();
        // A base image belongs to the services built on it; it has a leg of its own where there are none.
        ImmutableArray<ServicePreview> services =
        [
            .. preview.Services.Where(service => !service.IsBase || !used.Contains(service.Name)),
        ];
        yield return string.Create(CultureInfo.InvariantCulture, $"count={services.Length}");
        yield return $"services={Names(services)}";
        yield return $"matrix={Json(new MatrixDocument(Shared(services, Math.Min(services.Length, MostLegs))))}";
        yield return $"chunks={Json(services.Chunk(MostLegs).Select(chunk => new MatrixDocument([.. chunk.Select(Leg)])))}";
        if (services.Any(service => service.Versions is not null))
            yield return $"versions={Json(Versions(services))}";
    }

    private static MatrixLeg Leg(ServicePreview service) => new(service.Name) { Versions = service.Versions };

    private static ImmutableArray<MatrixLeg> Shared(ImmutableArray<ServicePreview> services, int legs) =>
        [
            .. Enumerable
                .Range(0, legs)
                .Select(leg => services[(leg * services.Length / legs)..((leg + 1) * services.Length / legs)])
                .Select(shared => shared is [var only] ? Leg(only) : new(Names(shared))),
        ];

    private static string Names(IEnumerable<ServicePreview> services) =>
        string.Join(',', services.Select(service => service.Name));

    // Services with a version in common share a leg, only as many as needed to fit the limit.
    private static VersionsDocument Versions(ImmutableArray<ServicePreview> services)
    {
        var groups = services
            .SelectMany(service => service.Versions!.Include.Select(version => (version, service)))
            .GroupBy(leg => leg.version, leg => leg.service)
            .Select(group => (Version: group.Key, Services: group.ToArray()))
            .ToArray();
        var size = 1;
        while (groups.Sum(group => (group.Services.Length + size - 1) / size) > MostLegs)
            size++;
        return new([
            .. groups.SelectMany(group =>
                group
                    .Services.Chunk(size)
                    .Select(shared => new ServiceVersionLeg(
                        Names(shared),
                        group.Version.Language,
                        group.Version.Version
                    ))
            ),
        ]);
    }

    private static string Json<T>(T document) => JsonSerializer.Serialize(document, OutputJson.Compact);

    private sealed record MatrixDocument(ImmutableArray<MatrixLeg> Include);

    private sealed record MatrixLeg(string Service)
    {
        public VersionMatrix? Versions { get; init; }
    }

    private sealed record VersionsDocument(ImmutableArray<ServiceVersionLeg> Include);

    private sealed record ServiceVersionLeg(string Service, string Language, string Version);
}
