using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CliWrap;
using CliWrap.Buffered;

namespace Pipeline.Tests.Workflows;

/// <summary>
/// The workflows that the compiled build writes for catalogs of all sizes and kinds, each catalog once.
/// </summary>
public sealed class GeneratedWorkflows : IDisposable
{
    /// <summary>The committed workflows of the sample, and those of catalogs that are made for the tests.</summary>
    public static readonly string[] Names =
    [
        "the sample",
        "1 service",
        "5 services",
        "300 services",
        "1000 services",
        "a GitOps folder in the same repository",
        "an environment on this machine",
        "no environment",
        "5 services with versions",
        "300 services with versions",
        "calendar versions in a registry of no cloud",
        "semantic versions",
        "signatures without keys",
        "signatures with a key",
        "secrets of builds",
        "a GitOps repository and a token for each environment",
        "a registry and a password for each environment",
        "GitHub's registry",
        "no Argo CD",
        "base images in a closed registry",
        "base images in GitHub's registry",
        "GitHub's registry, apart for each environment, with signatures",
        "another branch",
        "a branch for each environment",
        "code scanning",
        "code scanning with versions",
        "objectives",
        "hosts",
        "end-to-end suites",
        "clusters",
        Submodules,
    ];

    /// <summary>The catalog of a repository with submodules.</summary>
    public const string Submodules = "services in submodules";

    /// <summary>The catalog that asks for credentials that last, which no other may have.</summary>
    public const string StaticCredentials = "a token and a key in place of an app and a role";

    private readonly ConcurrentDictionary<string, Lazy<ImmutableArray<WorkflowFile>>> files = new();
    private readonly string folder = Directory.CreateTempSubdirectory("workflows-").FullName;

    public ImmutableArray<WorkflowFile> Of(string name) =>
        files.GetOrAdd(name, _ => new(() => Read(name == Names[0] ? Sample : Generate(name)))).Value;

    /// <summary>Writes the workflows of a catalog once more, and gives their folder.</summary>
    public string Generate(string name)
    {
        var root = Path.Combine(folder, string.Concat(name.Split(' ')));
        if (!Directory.Exists(root))
            MakeCatalog(root, name);
        var result = Build(root, "Workflows");
        result.ExitCode.ShouldBe(0, result.StandardOutput + result.StandardError);
        return root;
    }

    public static BufferedCommandResult Build(string root, params string[] arguments) => Build(root, [], arguments);

    public static BufferedCommandResult Build(
        string root,
        Dictionary<string, string?> variables,
        params string[] arguments
    ) =>
        Command([.. arguments, "--root", root])
            .WithWorkingDirectory(root)
            .WithEnvironmentVariables(variables)
            .ExecuteBufferedAsync()
            .GetAwaiter()
            .GetResult();

    /// <summary>The compiled build, to be started.</summary>
    public static Command Command(params string[] arguments) =>
        Cli.Wrap("dotnet").WithArguments([TestedBuild.Path, .. arguments]).WithValidation(CommandResultValidation.None);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Sample => Path.Combine(Repository.Root, "samples", "togglemaster");

    private static ImmutableArray<WorkflowFile> Read(string root) =>
        [
            .. Directory
                .GetFiles(Path.Combine(root, ".github", "workflows"), "*.yml")
                .Order(StringComparer.Ordinal)
                .Select(WorkflowFile.Read),
        ];

    private static void MakeCatalog(string root, string name)
    {
        Directory.CreateDirectory(Path.Combine(root, ".nuke"));
        var count = int.TryParse(name.Split(' ')[0], CultureInfo.InvariantCulture, out var stated) ? stated : 5;
        var catalog = new StringBuilder("platform: shop\nsource: https://github.com/acme/shop\nservices:\n");
        for (var i = 0; i < count; i++)
        {
            // The longest names that the catalog takes.
            var service = string.Create(CultureInfo.InvariantCulture, $"s{i:0000}-{new string('x', 57)}");
            Directory.CreateDirectory(Path.Combine(root, "services", service));
            var hosted = name == "hosts" ? ", ssh: { files: /app, run: [./main], environment: [DATABASE_URL] }" : "";
            catalog.Append(CultureInfo.InvariantCulture, $"  {service}: {{ language: go{hosted} }}\n");
        }

        if (name.EndsWith("with versions", StringComparison.Ordinal))
            catalog.Insert(0, "matrix: { go: ['1.24', '1.25'] }\n");
        if (name.StartsWith("code scanning", StringComparison.Ordinal))
            catalog.Insert(0, "github: { codeScanning: true }\n");
        if (name.StartsWith("calendar", StringComparison.Ordinal))
            catalog.Insert(0, "versioning: calver\n");
        if (name == "semantic versions")
            catalog.Insert(0, "versioning: semver\n");
        if (name == "objectives")
            catalog.Insert(0, "slo: { availability: { objective: 99.9, bad: 'b[{window}]', total: 't[{window}]' } }\n");
        if (name.StartsWith("base images", StringComparison.Ordinal))
            catalog.Insert(
                0,
                $"bases:\n  go: {{ argument: GO_IMAGE, image: {(name.EndsWith("GitHub's registry", StringComparison.Ordinal) ? "ghcr.io" : "develop.harbor.example")}/acme/go@sha256:{new string('a', 64)} }}\n"
            );
        if (name == Submodules)
            File.WriteAllText(
                Path.Combine(root, ".gitmodules"),
                "[submodule \"docs\"]\n\tpath = docs\n\turl = https://github.com/acme/docs\n"
            );
        if (name == "end-to-end suites")
        {
            Directory.CreateDirectory(Path.Combine(root, "end-to-end"));
            catalog.Insert(0, "endToEnd: { command: [pytest], results: '*.xml', passEnv: [TEST_ACCOUNT] }\n");
        }

        if (name.EndsWith("branch", StringComparison.Ordinal))
            catalog.Insert(0, "branch: trunk\n");
        if (name == "secrets of builds")
            catalog.Insert(0, "build: { secrets: { npm: NPM_TOKEN } }\npassEnv: [FEED_TOKEN]\n");
        if (name.Contains("signatures", StringComparison.Ordinal))
            File.WriteAllText(Path.Combine(root, "cosign.pub"), "a public key\n");
        catalog.Append(
            name switch
            {
                "no environment" => "",
                "an environment on this machine" => "environments:\n  develop: { local: true }\n",
                "a GitOps folder in the same repository" => Environments("shop"),
                "calendar versions in a registry of no cloud" => Environments(
                    "gitops",
                    registry: "harbor.example/acme",
                    roles: ""
                ),
                "signatures without keys" => Environments(
                    "gitops",
                    "signatures: { identity: https://github.com/acme/shop/.github/workflows/deliver-service.yml@refs/heads/main }, "
                ),
                "signatures with a key" => Environments(
                    "gitops",
                    "signatures: { key: cosign.pub, keyVariable: SIGNING_KEY }, "
                ),
                "a GitOps repository and a token for each environment" => Environments(
                    "gitops-NAME",
                    variable: "NAME_TOKEN"
                ),
                "objectives" => Environments(
                    "gitops",
                    "monitoring: { prometheus: { url: https://prometheus.example, tokenVariable: NAME_PROMETHEUS } }, "
                ),
                "end-to-end suites" => Environments("gitops", "addresses: { base: https://NAME.shop.example }, "),
                "hosts" => Deployed(
                    "registry: harbor.example/acme, deployments: ssh, ssh: { hosts: [deploy@10.0.0.1], fingerprints: ['SHA256:"
                        + $"{new string('a', 43)}'], keyVariable: NAME_KEY }}"
                ),
                "clusters" => Deployed(
                    $"registry: harbor.example/acme, deployments: ecs, ecs: {{ region: us-east-1 }}{Roles}"
                ),
                "no Argo CD" => Environments("gitops", argocd: ""),
                "a registry and a password for each environment" or "base images in a closed registry" => Environments(
                    "gitops",
                    "registryLogin: { user: robot$shop, passwordVariable: NAME_PASSWORD }, ",
                    registry: "NAME.harbor.example/acme",
                    roles: ""
                ),
                "GitHub's registry" or "base images in GitHub's registry" => Environments(
                    "gitops",
                    JobToken,
                    registry: "ghcr.io/acme",
                    roles: ""
                ),
                "GitHub's registry, apart for each environment, with signatures" => Environments(
                    "gitops",
                    $"{JobToken}signatures: {{ key: cosign.pub }}, ",
                    registry: "ghcr.io/acme/NAME",
                    roles: ""
                ),
                "a branch for each environment" => Environments("gitops")
                    .Replace("promotedFrom: develop", "deliveredFrom: release/qa", StringComparison.Ordinal),
                StaticCredentials => Environments(
                    "gitops",
                    roles: ", github: { tokenSecret: GITOPS_PAT, accessKey: { id: DELIVERY_KEY_ID, secret: DELIVERY_KEY } }"
                ),
                _ => Environments("gitops"),
            }
        );
        File.WriteAllText(Path.Combine(root, "pipeline.yaml"), catalog.ToString());
    }

    private const string JobToken = "registryLogin: { user: acme, passwordVariable: GITHUB_TOKEN }, ";

    private const string Roles =
        ", github: { role: 'arn:aws:iam::111111111111:role/NAME', auditRole: 'arn:aws:iam::111111111111:role/NAME-audit' }";

    private static string Deployed(string keys) =>
        "environments:\n"
        + string.Concat(
            new[] { ("develop", ""), ("qa", ", promotedFrom: develop"), ("production", ", promotedFrom: qa") }.Select(
                environment =>
                    $"  {environment.Item1}: {{ {keys}{environment.Item2} }}\n"
                        .Replace(" NAME_", $" {environment.Item1.ToUpperInvariant()}_", StringComparison.Ordinal)
                        .Replace("NAME", environment.Item1, StringComparison.Ordinal)
            )
        );

    private static string Environments(
        string repository,
        string more = "",
        string registry = "111111111111.dkr.ecr.us-east-1.amazonaws.com",
        string roles = Roles,
        string variable = "GITOPS_TOKEN",
        string argocd = ", argocd: { server: https://argocd.example }"
    )
    {
        return "environments:\n"
            + Environment("develop", "")
            + Environment("qa", "promotedFrom: develop, ")
            + Environment("production", "promotedFrom: qa, promotion: pullRequest, ");

        string Environment(string name, string from) =>
            $$"""
                  NAME:
                    {
                      {{from}}{{more}}registry: {{registry}},
                      gitops: { repository: https://github.com/acme/{{repository}}, path: environments/NAME, tokenVariable: {{variable}} }{{argocd}}{{roles}}
                    }

                """.Replace(" NAME_", $" {name.ToUpperInvariant()}_", StringComparison.Ordinal).Replace(
                "NAME",
                name,
                StringComparison.Ordinal
            );
    }
}
