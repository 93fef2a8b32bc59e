using Pipeline.Adoption.Deployments;
using Pipeline.Adoption.Trees;
using Pipeline.Adoption.Workflows;
using Pipeline.Catalog;

namespace Pipeline.Adoption.Proposal;

/// <summary>Writes environments as keys of a catalog.</summary>
/// <param name="tree">The repository of the manifests.</param>
/// <param name="origin">What Git says of that.</param>
/// <param name="isElsewhere">True where that is not the repository of the sources.</param>
/// <param name="facts">What workflows say.</param>
internal sealed class EnvironmentEntries(
    RepositoryTree tree,
    RepositoryOrigin origin,
    bool isElsewhere,
    WorkflowFacts facts
)
{
    // What images are delivered to where manifests name no environment.
    private const string Only = "production";

    /// <summary>The entries; none where <c>local</c> alone is left, and finds its manifests by itself.</summary>
    public ImmutableArray<CatalogEntry> Of(ImmutableArray<FoundEnvironment> found) =>
        [
            .. new[] { Local(Nearest(found)) }.OfType<CatalogEntry>(),
            .. Delivered(found)
                .Where(each => each.Registry is not null && origin.Address is not null)
                .Select(each => Named(each.Environment, each.Registry!, origin.Address!)),
        ];

    /// <summary>What was found and is left out, and what it lacks, as sentences.</summary>
    /// <param name="found">What was found.</param>
    /// <param name="proposed">The environments of the proposal.</param>
    public IEnumerable<string> Lacking(
        ImmutableArray<FoundEnvironment> found,
        ImmutableArray<DeploymentEnvironment> proposed
    )
    {
        string[] without =
        [
            .. Delivered(found)
                .Where(each => each.Registry is null && origin.Address is not null)
                .Select(each => each.Environment.Name),
        ];
        if (without.Length > 0)
            yield return $"no registry was found for {string.Join(", ", without)}: state it, as in --answer environments.{without[0]}.registry=registry.example, with \"gitops.repository\"";
        string[] all = [.. Delivered(found).Select(each => each.Environment.Name)];
        if (all.Length > 0 && origin.Address is null)
            yield return $"{string.Join(", ", all)} can be delivered to once {tree.Root} has a remote \"origin\", which \"gitops.repository\" names: run Adopt again then";
        else if (all.Length - without.Length > 1)
            yield return $"nothing says in which order images go through {string.Join(", ", all)}: state \"promotedFrom\", until then each is delivered from source";
        foreach (var (environment, _) in Delivered(found).Where(each => !each.Environment.Applications.IsEmpty))
            if (proposed.Any(each => each.Name == environment.Name && each.ArgoCd?.Server is null))
                yield return $"Argo CD applies {environment.Name} ({environment.Applications[0].Source.Place}), and no file says where it is: --answer environments.{environment.Name}.argocd.server=https://HOST lets Verify wait for it";
    }

    private IEnumerable<(FoundEnvironment Environment, Evidence? Registry)> Delivered(
        ImmutableArray<FoundEnvironment> found
    )
    {
        var named = found.Where(environment => environment.Name.Length > 0).ToArray();
        var plain = found.FirstOrDefault(environment => environment.Name.Length == 0);
        return named.Length > 0
            ? named.Select(environment =>
                (environment, RegistryOf(environment) ?? (plain is null ? null : RegistryOf(plain)))
            )
            : new[] { plain }
                .OfType<FoundEnvironment>()
                .Select(environment => (environment with { Name = Only }, RegistryOf(environment)));
    }

    // Manifests of no environment are meant for all, where they have all services.
    private static FoundEnvironment? Nearest(ImmutableArray<FoundEnvironment> found) =>
        found.FirstOrDefault(environment => found.All(other => environment.Services.IsSupersetOf(other.Services)))
        ?? found.FirstOrDefault();

    private CatalogEntry? Local(FoundEnvironment? environment) =>
        environment is null
            ? new CatalogEntry(DeploymentEnvironment.LocalName).WithAll(
                CatalogEntry.Text("deployments", "none", "no manifests of these services were found here")
            )
        : isElsewhere
            ? new CatalogEntry(DeploymentEnvironment.LocalName).WithAll(
                CatalogEntry.Text(
                    "deployments",
                    "none",
                    "the manifests are in another repository, which a local delivery leaves alone"
                )
            )
        : PathOf(environment) is var path
        && path
            == (
                Discovery.ManifestRoots.FirstOrDefault(root => Directory.Exists(tree.Root / root))
                ?? Discovery.ManifestRoots[0]
            )
            ? null
        : new CatalogEntry(DeploymentEnvironment.LocalName).WithAll(
            new CatalogEntry("gitops").WithAll(CatalogEntry.Text("path", path, environment.Source.Place))
        );

    private CatalogEntry Named(FoundEnvironment environment, Evidence registry, string address)
    {
        var isEcr = EcrAddress.IsEcr(registry.Fact);
        return new CatalogEntry(environment.Name).WithAll(
            CatalogEntry.Text("registry", registry.Fact, registry.Place),
            registry.Fact == "ghcr.io" && OwnerOf(origin) is { } owner
                ? new CatalogEntry("registryLogin").WithAll(
                    CatalogEntry.Text("user", owner),
                    CatalogEntry.Text("passwordVariable", "GITHUB_TOKEN")
                )
                : null,
            new CatalogEntry("gitops").WithAll(
                CatalogEntry.Text("repository", address, "the remote \"origin\""),
                origin.Branch is null or "main"
                    ? null
                    : CatalogEntry.Text("branch", origin.Branch, "the branch that is checked out"),
                CatalogEntry.Text("path", PathOf(environment), environment.Source.Place),
                address.StartsWith("https:", StringComparison.Ordinal)
                    ? CatalogEntry.Text(
                        "tokenVariable",
                        "GITOPS_TOKEN",
                        "the variable that workflows pass the token in"
                    )
                    : null
            ),
            ApplicationPattern.Of(environment) is { } pattern
                ? new CatalogEntry("argocd").WithAll(CatalogEntry.Text("application", pattern.Fact, pattern.Place))
                : null,
            isEcr && facts.Roles is [var role]
                    ? new CatalogEntry("github").WithAll(CatalogEntry.Text("role", role.Fact, role.Place))
                : isEcr && facts is { Roles.IsEmpty: true, AccessKeys: [var key] }
                    ? new CatalogEntry("github").WithAll(
                        new CatalogEntry("accessKey", Source: key.Place).WithAll(
                            CatalogEntry.Text("id", key.Fact.Split(' ')[0]),
                            CatalogEntry.Text("secret", key.Fact.Split(' ')[1])
                        )
                    )
                : null
        );
    }

    private Evidence? RegistryOf(FoundEnvironment environment) =>
        environment.Registries.FirstOrDefault() ?? (facts.Registries is [var only] ? only : null);

    private static string? OwnerOf(RepositoryOrigin origin) =>
        origin.Page?.Split('/') is [.., var owner, _] ? owner.ToLowerInvariant() : null;

    private static string PathOf(FoundEnvironment environment) => environment.Path.Length == 0 ? "." : environment.Path;
}
