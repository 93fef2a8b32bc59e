using System.Text;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Search;
using Pipeline.Deployments.GitOps.Writers;

namespace Pipeline.Tests.Deployments.GitOps.Writers;

/// <summary>The files of a GitOps repository, in which something beside Pipeline may write the image of auth.</summary>
internal sealed record WriterCase(ImmutableDictionary<string, string> Files)
{
    public const string Folder = "gitops/develop/auth";
    public const string Image = "registry.example:5000/togglemaster/auth-service";

    private const string Workload = $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: auth }
        spec:
          template:
            spec:
              containers:
                - name: auth
                  image: {{Image}}:1.2.3
        """;

    /// <summary>A folder of plain manifests.</summary>
    public static WriterCase Plain { get; } = new(ImmutableDictionary<string, string>.Empty);

    /// <summary>A kustomization that sets the image.</summary>
    public static WriterCase Kustomized { get; } =
        Plain.With(
            $"{Folder}/kustomization.yaml",
            $"resources: [deployment.yaml]\nimages:\n  - name: {Image}\n    newTag: 1.2.3\n"
        );

    /// <summary>Values of a chart from elsewhere.</summary>
    public static WriterCase Charted { get; } =
        Plain
            .Without($"{Folder}/deployment.yaml")
            .With($"{Folder}/values.yaml", $"image:\n  repository: {Image}\n  tag: 1.2.3\n");

    public DeploymentEnvironment Environment { get; init; } =
        new()
        {
            Name = "develop",
            Registry = "registry.example:5000",
            GitOps = new("https://github.com/togglemaster/gitops", "main", "gitops/develop"),
            ArgoCd = new() { IsEnabled = true, Namespace = "togglemaster" },
            Gates = [],
        };

    public string? ImageField { get; init; }

    private ImmutableHashSet<string> Removed { get; init; } = [];

    public WriterCase With(string path, string content) => this with { Files = Files.SetItem(path, content) };

    public WriterCase Without(string path) => this with { Removed = Removed.Add(path) };

    /// <summary>The same with the tag that a hash of a commit is.</summary>
    public WriterCase Hashed() =>
        this with
        {
            Files = Files.ToImmutableDictionary(
                file => file.Key,
                file => file.Value.Replace("1.2.3", "a1b2c3d", StringComparison.Ordinal)
            ),
        };

    /// <summary>An application of Argo CD that applies the folder.</summary>
    public WriterCase WithApplication(
        string annotations = "{}",
        string source = "",
        string labels = "{}",
        string path = Folder
    ) =>
        With(
            "argocd/auth-develop.yaml",
            $$"""
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata:
              name: auth-develop
              namespace: argocd
              labels: {{labels}}
              annotations: {{annotations}}
            spec:
              source:
                repoURL: https://github.com/togglemaster/gitops.git
                path: {{path}}
            {{source}}
            """
        );

    /// <summary>What else writes the image.</summary>
    public ImmutableArray<ImageWriter> Writers()
    {
        ImmutableArray<Service> services =
        [
            ManifestCase.NewService("auth") with
            {
                ImageField = ImageField,
            },
            ManifestCase.NewService("flag"),
        ];
        var files = Files
            .SetItem($"{Folder}/deployment.yaml", Files.GetValueOrDefault($"{Folder}/deployment.yaml", Workload))
            .Where(file => !Removed.Contains(file.Key))
            .Select(file => new ManifestFile(file.Key, Encoding.UTF8.GetBytes(file.Value)))
            .ToArray();
        var manifests = files
            .Where(file => RepositoryPath.Contains("gitops/develop", file.Path) && ManifestFile.IsManifest(file.Path))
            .ToArray();
        var beside = files.Where(file => WriterFiles.MayBe(file.Path));
        var places = new ServiceImages(manifests, "gitops/develop", services, "develop").Locate(services[0]);
        return new OtherWriters(manifests.Concat(beside), services, Environment).Of(services[0], places);
    }

    /// <summary>The only one.</summary>
    public ImageWriter Writer() => Writers().ShouldHaveSingleItem();
}
