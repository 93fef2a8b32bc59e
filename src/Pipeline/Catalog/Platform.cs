using Nuke.Common.IO;
using Pipeline.Foundation;

namespace Pipeline.Catalog;

/// <summary>The catalog: everything that <c>pipeline.yaml</c> says, completed by discovery.</summary>
public sealed record Platform
{
    /// <summary>The platform's name, the first part of every image repository.</summary>
    public required string Name { get; init; }

    /// <summary>The folder of <c>pipeline.yaml</c>, which every path of the catalog is relative to.</summary>
    public required AbsolutePath Root { get; init; }

    /// <summary>
    /// The URL of the sources, for <c>org.opencontainers.image.source</c>; null where it is not stated.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>The branch that is delivered from; null where the catalog names none.</summary>
    public string? Branch { get; init; }

    /// <summary>
    /// True where the bodies of commits count for semantic versions; false where their first lines alone do.
    /// </summary>
    public bool CommitBodies { get; init; } = true;

    /// <summary>True where deliveries upload what scanners found to GitHub's code scanning.</summary>
    public bool CodeScanning { get; init; }

    /// <summary>The services, in the order of the catalog.</summary>
    public required ImmutableArray<Service> Services { get; init; }

    /// <summary>True where workflows verify a service with several versions of its language.</summary>
    public bool HasVersions => Services.Any(service => !service.Versions.IsEmpty);

    /// <summary>The base images that services are built on.</summary>
    public ImmutableArray<BaseImage> Bases { get; init; } = [];

    /// <summary>The sources of the platform's own base images, each after those that it is built on.</summary>
    public ImmutableArray<OwnBase> OwnBases =>
        [.. DependencyOrder.Sort([.. Bases.Select(image => image.Source).OfType<OwnBase>()], source => source.Bases)];

    /// <summary>Everything that images are built from: own base images first, then the services.</summary>
    public ImmutableArray<ImageSource> BasesAndServices => [.. OwnBases, .. Services];

    /// <summary>
    /// The platform's own base images that an image is built on, directly or not, each after its own.
    /// </summary>
    public IEnumerable<OwnBase> BasesOf(ImageSource source)
    {
        if (source.Bases.IsEmpty)
            return [];

        var needed = new HashSet<string>(source.Bases);
        var bases = OwnBases;
        // Each comes after its own, so going backwards meets its users first.
        foreach (var image in bases.Reverse().Where(image => needed.Contains(image.Name)))
            needed.UnionWith(image.Bases);
        return bases.Where(image => needed.Contains(image.Name));
    }

    /// <summary>The environments; <c>local</c> is always one of them.</summary>
    public required ImmutableArray<DeploymentEnvironment> Environments { get; init; }

    /// <summary>The suite that tests the whole platform in an environment; null for none.</summary>
    internal EndToEndSuite? EndToEnd { get; init; }

    /// <summary>The load test of the whole platform; null for none.</summary>
    internal LoadTest? Load { get; init; }

    /// <summary>The end-to-end suites: the platform's, then those of services.</summary>
    internal IEnumerable<EndToEndSuite> Suites =>
        Services.Select(service => service.EndToEnd).Prepend(EndToEnd).OfType<EndToEndSuite>();

    /// <summary>What must hold before an image moves on.</summary>
    public Policy Policy { get; init; } = new();

    /// <summary>The vulnerability policy of an environment: its own, else the platform's.</summary>
    public Policy PolicyOf(DeploymentEnvironment environment) => environment.Policy ?? Policy;

    /// <summary>The environment with a name.</summary>
    /// <exception cref="UnknownEnvironmentException">There is none.</exception>
    public DeploymentEnvironment Environment(string name) =>
        Environments.FirstOrDefault(environment => environment.Name == name)
        ?? throw new UnknownEnvironmentException(name, [.. Environments.Select(environment => environment.Name)]);
}

/// <summary>Unknown environment; the message suggests the nearest name.</summary>
internal sealed class UnknownEnvironmentException(string name, IReadOnlyCollection<string> known)
    : Exception($"there is no environment \"{name}\": {Spelling.Suggest(name, known)}");

/// <summary>What must hold before an image moves on.</summary>
public sealed record Policy
{
    /// <summary>Findings of this severity and above fail a step.</summary>
    public Severity Severity { get; init; } = Severity.High;

    /// <summary>The least coverage of statements, in percent; 0 for no minimum.</summary>
    public double Coverage { get; init; }

    /// <summary>True where vulnerabilities without a fix do not fail a step.</summary>
    public bool IgnoreUnfixed { get; init; }

    /// <summary>How many days old a scanner's database may be; null for any age.</summary>
    public double? DatabaseDays { get; init; }

    /// <summary>The accepted findings.</summary>
    public ImmutableArray<AllowedFinding> Allowed { get; init; } = [];

    /// <summary>How many days a pin may last before <c>Drift</c> reports it.</summary>
    public double PinDays { get; init; } = 7;
}

/// <summary>The severity of a finding, from the lowest.</summary>
public enum Severity
{
    /// <summary>The scanner could not say.</summary>
    Unknown,

    /// <summary>Worth a look.</summary>
    Low,

    /// <summary>Worth fixing soon.</summary>
    Medium,

    /// <summary>Stops a delivery by default.</summary>
    High,

    /// <summary>Exploitable now.</summary>
    Critical,
}
