using Pipeline.Catalog;
using Pipeline.Tools.Locked;

namespace Pipeline.Tools;

/// <summary>The tools that a platform needs.</summary>
internal static class Toolbox
{
    private static readonly Tool Git = new("git", "names images by their commit and writes the GitOps repository")
    {
        Probes =
        [
            ["git", "--version"],
        ],
        Apt = ["git"],
        Brew = ["git"],
        Site = "https://git-scm.com",
    };

    private static readonly Tool Engine = new("container engine", "builds and pushes images: Docker, or Podman")
    {
        Probes =
        [
            ["docker", "info", "--format", "Docker {{.ServerVersion}}"],
            ["podman", "--version"],
        ],
        Apt = ["podman", "runc", "uidmap"],
        Brew = ["podman"],
        Site = "https://podman.io",
    };

    private static readonly Tool Buildx = new(
        "docker buildx",
        "builds images for several platforms, and with secret and cache mounts, where Docker is the engine"
    )
    {
        Probes =
        [
            ["docker", "buildx", "version"],
        ],
        Site = "https://docs.docker.com/go/buildx",
        IsOptional = true,
    };

    private static readonly Tool Registry = new("docker-registry", "the registry of the local environment")
    {
        Probes =
        [
            ["docker-registry", "--version"],
            ["registry", "--version"],
        ],
        Apt = ["docker-registry"],
        Site = "https://distribution.github.io/distribution",
    };

    private static readonly Tool DevSkim = new("devskim", "finds insecure code in every language")
    {
        Probes =
        [
            ["dotnet", "tool", "run", "devskim", "--", "version"],
        ],
        IsInToolManifest = true,
        Site = "https://github.com/microsoft/DevSkim",
        IsOptional = true,
    };

    private static readonly Tool Mmdebstrap = new("mmdebstrap", "makes base images where none can be pulled")
    {
        Probes =
        [
            ["mmdebstrap", "--version"],
        ],
        Apt = ["mmdebstrap"],
        Site = "https://gitlab.mister-muffin.de/josch/mmdebstrap",
        IsOptional = true,
    };

    private static readonly Tool Trivy = new("trivy", "scans dependencies and images for vulnerabilities")
    {
        Probes =
        [
            ["trivy", "--version"],
        ],
        Brew = ["trivy"],
        Site = "https://trivy.dev",
        IsOptional = true,
    };

    private static readonly ImmutableArray<Tool> Renderers =
    [
        new("kubectl", "renders kustomizations before they are pushed, to prove which images run")
        {
            Probes =
            [
                ["kubectl", "version", "--client"],
            ],
            Brew = ["kubernetes-cli"],
            Site = "https://kubernetes.io/docs/tasks/tools",
            IsOptional = true,
        },
        new("helm", "renders charts before they are pushed, to prove which images run")
        {
            Probes =
            [
                ["helm", "version", "--short"],
            ],
            Brew = ["helm"],
            Site = "https://helm.sh",
            IsOptional = true,
        },
    ];

    private static readonly ImmutableDictionary<TestDependencyKind, ImmutableArray<Tool>> Servers = new Dictionary<
        TestDependencyKind,
        ImmutableArray<Tool>
    >
    {
        [TestDependencyKind.Postgres] =
        [
            new("postgres", "is the database that tests of services need")
            {
                Probes =
                [
                    ["postgres", "--version"],
                    [
                        "sh",
                        "-c",
                        "exec \"$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)/postgres\" --version",
                    ],
                ],
                Apt = ["postgresql"],
                Brew = ["postgresql@17"],
                Site = "https://www.postgresql.org",
                IsOptional = true,
            },
        ],
        [TestDependencyKind.Redis] =
        [
            new("redis-server", "is the cache that tests of services need")
            {
                Probes =
                [
                    ["redis-server", "--version"],
                ],
                Apt = ["redis-server"],
                Brew = ["redis"],
                Site = "https://redis.io",
                IsOptional = true,
            },
        ],
    }.ToImmutableDictionary();

    /// <summary>What a platform needs, in the order of use.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="languages">What the languages of its services need.</param>
    /// <param name="tools">What its repository has locked.</param>
    public static ImmutableArray<Tool> For(Platform platform, ImmutableArray<Tool> languages, ToolsLock tools)
    {
        var locked = tools.Tools.Where(tool => tool.Download is not null).ToDictionary(tool => tool.Name);
        return [.. For(platform, languages).Select(tool => tool with { Locked = locked.GetValueOrDefault(tool.Name) })];
    }

    // Sast restores it from the manifest that it finds, wherever the build runs.
    private static Tool DevSkimFor(Platform platform) =>
        ToolManifest.For(platform.Root) is { } manifest
            ? DevSkim with
            {
                Folder = ToolManifest.FolderOf(manifest),
                Probes = [.. DevSkim.Probes, ["dotnet", "tool", "restore"]],
            }
            : DevSkim;

    private static ImmutableArray<Tool> For(Platform platform, ImmutableArray<Tool> languages) =>
        [
            Git,
            .. languages,
            .. platform
                .Services.SelectMany(service => service.TestDependencies)
                .Where(dependency => dependency.Image is null)
                .Select(dependency => dependency.Kind)
                .Distinct()
                .Order()
                .SelectMany(kind => Servers.GetValueOrDefault(kind, [])),
            DevSkimFor(platform),
            Engine,
            Buildx,
            .. Emulation.For(platform),
            Registry,
            .. platform.Bases.Any(image => image.Fallback is not null) ? [Mmdebstrap] : ImmutableArray<Tool>.Empty,
            Trivy,
            .. platform.Environments.Any(environment => environment.GitOps is not null) ? Renderers : [],
        ];
}
