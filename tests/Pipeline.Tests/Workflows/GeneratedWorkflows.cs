using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CliWrap;
using CliWrap.Buffered;

namespace Pipeline.Tests.Workflows;

/// <summary>The workflows that the compiled build writes for catalogs of all sizes and kinds, each catalog once.</summary>
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
    ];

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

    public static BufferedCommandResult Build(string root, params string[] arguments) =>
        Cli.Wrap("dotnet")
            .WithArguments([
                Path.Combine(Repository.Root, "artifacts", "dotnet", "bin", "Build", "debug", "Build.dll"),
                .. arguments,
                "--root",
                root,
            ])
            .WithWorkingDirectory(root)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync()
            .GetAwaiter()
            .GetResult();

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
            catalog.Append(CultureInfo.InvariantCulture, $"  {service}: {{ language: go }}\n");
        }

        if (name.EndsWith("with versions", StringComparison.Ordinal))
            catalog.Insert(0, "matrix: { go: ['1.24', '1.25'] }\n");
        catalog.Append(
            name switch
            {
                "no environment" => "",
                "an environment on this machine" => "environments:\n  develop: { local: true }\n",
                "a GitOps folder in the same repository" => Environments("shop"),
                _ => Environments("gitops"),
            }
        );
        File.WriteAllText(Path.Combine(root, "pipeline.yaml"), catalog.ToString());
    }

    private static string Environments(string repository) =>
        "environments:\n"
        + Environment("develop", repository, "")
        + Environment("qa", repository, "promotedFrom: develop, ")
        + Environment("production", repository, "promotedFrom: qa, promotion: pullRequest, ");

    private static string Environment(string name, string repository, string more) =>
        $$"""
              {{name}}:
                {
                  {{more}}registry: 111111111111.dkr.ecr.us-east-1.amazonaws.com,
                  gitops: { repository: https://github.com/acme/{{repository}}, path: environments/{{name}}, tokenVariable: GITOPS_TOKEN },
                  argocd: { server: https://argocd.example },
                  github: { role: 'arn:aws:iam::111111111111:role/{{name}}', auditRole: 'arn:aws:iam::111111111111:role/{{name}}-audit' }
                }

            """;
}
