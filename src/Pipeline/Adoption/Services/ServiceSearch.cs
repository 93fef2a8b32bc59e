using Pipeline.Adoption.Trees;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Services;

/// <summary>Finds the services of a repository: what an image is built of.</summary>
/// <param name="tree">The repository.</param>
/// <param name="builds">The builds that compose files and workflows state.</param>
/// <param name="compose">The services of compose files.</param>
/// <param name="deployed">The names of workloads and images in manifests, as a catalog would write them.</param>
/// <param name="languages">The languages that Pipeline knows.</param>
/// <param name="repository">The repository's own name, for a service in its root.</param>
internal sealed class ServiceSearch(
    RepositoryTree tree,
    ImmutableArray<StatedBuild> builds,
    ImmutableArray<ComposeService> compose,
    IReadOnlySet<string> deployed,
    ImmutableArray<Language> languages,
    string repository
)
{
    private static readonly ImmutableArray<string> Variants =
    [
        "base",
        "ci",
        "debug",
        "dev",
        "development",
        "e2e",
        "local",
        "test",
        "tests",
    ];

    private static readonly ImmutableArray<string> Releases = ["prod", "production", "release"];

    // What stands there is an image of nothing that is delivered, unless something says that it is.
    private static readonly ImmutableArray<string> Samples =
    [
        ".devcontainer",
        "archive",
        "backup",
        "docs",
        "e2e",
        "example",
        "examples",
        "fixtures",
        "old",
        "sample",
        "samples",
        "test",
        "testdata",
        "tests",
    ];

    private static readonly ImmutableArray<string> Servers = ["postgres", "redis"];

    private readonly ILookup<string, StatedBuild> byDockerfile = builds.ToLookup(build => build.Dockerfile);

    /// <summary>The services, by name; several of one name where it is not known which one is meant.</summary>
    public (ImmutableArray<ServiceCandidate> Found, ImmutableArray<LeftOut> LeftOut) Find()
    {
        var left = ImmutableArray.CreateBuilder<LeftOut>();
        string[] chosen =
        [
            .. Dockerfiles().GroupBy(RepositoryPath.Folder).SelectMany(folder => Chosen([.. folder], left)),
        ];
        var likely = chosen
            .AsParallel()
            .AsOrdered()
            .Select(dockerfile => Candidate(dockerfile))
            .AsSequential()
            .Where(candidate => Stays(candidate, Refusal(candidate)))
            .ToArray();
        var built = Apart(likely).Where(candidate => Stays(candidate, Refusal(candidate))).ToArray();
        ServiceCandidate[] found = [.. built, .. new PublishedProjects(tree, deployed, languages).Beside(built)];
        var byName = found.ToLookup(candidate => candidate.Name);
        var used = found.Where(candidate => candidate is { Trust: > 0, Path.Length: > 0 }).ToArray();
        return (
            [
                .. found
                    .Where(candidate =>
                        Stays(candidate, SameName(candidate, byName[candidate.Name]) ?? Within(candidate, used))
                    )
                    .OrderBy(candidate => candidate.Name, StringComparer.Ordinal),
            ],
            left.ToImmutable()
        );

        bool Stays(ServiceCandidate candidate, string? reason)
        {
            if (reason is not null)
                left.Add(new(candidate.Built, reason));
            return reason is null;
        }
    }

    private static string? SameName(ServiceCandidate candidate, IEnumerable<ServiceCandidate> same) =>
        same.MaxBy(other => other.Trust) is { } best && best.Trust > candidate.Trust
            ? $"{best.Path} has the same name, and {best.Source.Place} uses that one"
            : null;

    private static string? Within(ServiceCandidate candidate, ServiceCandidate[] used) =>
        candidate.Trust == 0
        && used.FirstOrDefault(other =>
            other.Path != candidate.Path && RepositoryPath.Contains(other.Path, candidate.Path)
        )
            is { } around
            ? $"it lies in {around.Path}, which is the service {around.Name}, and nothing builds or deploys it"
            : null;

    private IEnumerable<string> Dockerfiles() =>
        tree
            .Files.Where(file => DockerfileNames.Is(file) || byDockerfile.Contains(file))
            .Where(file => tree.Text(file) is { } text && text.Contains("FROM", StringComparison.OrdinalIgnoreCase));

    // Several beside one another are variants of one service, or one for each service.
    private IEnumerable<string> Chosen(string[] beside, ImmutableArray<LeftOut>.Builder left)
    {
        var variants = beside.Where(file => IsVariant(file) || DockerfileNames.Suffix(file).Length == 0).ToArray();
        if (variants.Length < 2)
            return beside.Where(file => !IsVariant(file) || Uses(file).Any() || beside.Length == 1);

        var best = variants.Where(file => byDockerfile[file].Any(build => build.IsPublished)).ToArray() is [var only]
            ? only
            : variants.FirstOrDefault(file => DockerfileNames.Suffix(file).Length == 0)
                ?? variants.FirstOrDefault(file => Releases.Contains(DockerfileNames.Suffix(file)))
                ?? variants[0];
        foreach (var variant in variants.Where(file => file != best))
            left.Add(new(variant, $"a variant of {best}"));
        return beside.Where(file => file == best || !variants.Contains(file));
    }

    // One folder cannot be the sources of several services whose Dockerfiles lie in folders of their own.
    private IEnumerable<ServiceCandidate> Apart(ServiceCandidate[] candidates) =>
        candidates
            .GroupBy(candidate => candidate.Path)
            .SelectMany(same =>
                same.DistinctBy(candidate => RepositoryPath.Folder(candidate.Built)).Skip(1).Any()
                    ? same.Select(candidate => Candidate(candidate.Built, isApart: true))
                    : same
            );

    private static bool IsVariant(string dockerfile) =>
        DockerfileNames.Suffix(dockerfile) is var suffix && (Variants.Contains(suffix) || Releases.Contains(suffix));

    private IEnumerable<StatedBuild> Uses(string dockerfile) => byDockerfile[dockerfile];

    private ServiceCandidate Candidate(string dockerfile, bool isApart = false)
    {
        var uses = Uses(dockerfile).OrderByDescending(build => build.IsPublished).ToArray();
        var own = RepositoryPath.Folder(dockerfile);
        var inferred = Context(dockerfile, own);
        var context = uses.FirstOrDefault()?.Context ?? inferred.Context;
        var suffix = IsVariant(dockerfile) ? "" : DockerfileNames.Suffix(dockerfile);
        var path = isApart ? own : SourceFolder(own, context, suffix);
        var name = Name(path, suffix, uses);
        return new(name, path)
        {
            Dockerfile = dockerfile,
            Context = context,
            Source = uses.FirstOrDefault()?.Source ?? inferred.Source,
            Language = Discovery.LanguageOf([.. tree.FilesIn(path)], languages),
            Test = TestFiles.Below(tree, path).Concat(TestFiles.Beside(tree, path)).FirstOrDefault(),
            TestServers = [.. TestServers(dockerfile, path)],
            Trust =
                uses.Any(build => build.IsPublished) ? ServiceCandidate.ByWorkflow
                : deployed.Contains(name) ? ServiceCandidate.ByManifest
                : uses.Length > 0 ? ServiceCandidate.ByCompose
                : 0,
        };
    }

    // A server that no test asks for would have to be installed for nothing.
    private IEnumerable<Evidence> TestServers(string dockerfile, string path) =>
        from service in compose
        where service.Build?.Dockerfile == dockerfile
        from needed in service.DependsOn
        from server in compose
        where server.File == service.File && server.Name == needed
        let kind = RepositoryTree.FileName(ImageReference.Parse(server.Image).Repository)
        where
            Servers.Contains(kind)
            && TestFiles
                .Below(tree, path)
                .Any(test => tree.Text(test)?.Contains(kind, StringComparison.OrdinalIgnoreCase) == true)
        select new Evidence(kind, server.File, server.Line);

    // The nearest folder that has what is copied, as far as it is in the repository.
    private (string Context, Evidence Source) Context(string dockerfile, string own)
    {
        var copied = CopiedFile.In(tree.Text(dockerfile)!);
        var best = Above(own)
            .Select(folder => (Folder: folder, Has: copied.Count(file => file.IsIn(tree, folder))))
            .MaxBy(each => each.Has);
        var proof = copied.FirstOrDefault(file => file.IsIn(tree, best.Folder) && !file.IsIn(tree, own));
        return (
            best.Folder,
            proof is null ? new("the Dockerfile", dockerfile) : new($"it copies {proof.Path}", dockerfile, proof.Line)
        );
    }

    private static IEnumerable<string> Above(string folder)
    {
        for (var path = folder; path.Length > 0; path = RepositoryPath.Folder(path))
            yield return path;
        yield return "";
    }

    private string SourceFolder(string own, string context, string suffix)
    {
        if (
            suffix.Length > 0
            && Discovery
                .SourceFolders(CandidateName.Of(suffix))
                .Select(folder => RepositoryPath.Combine(context, folder))
                .FirstOrDefault(HasSources)
                is { } named
        )
            return named;
        if (
            HasSources(own)
            || RepositoryTree.FileName(own) is not ("build" or "docker" or ".docker" or "deploy" or "deployments")
        )
            return HasSources(own) || !HasSources(context) ? own : context;
        return HasSources(context) ? context : RepositoryPath.Folder(own);
    }

    private bool HasSources(string folder) =>
        tree.HasFolder(folder) && Discovery.LanguageOf([.. tree.FilesIn(folder)], languages) is not null;

    private string Name(string path, string suffix, StatedBuild[] uses)
    {
        string[] names =
        [
            .. new[] { CandidateName.Of(suffix), CandidateName.OfFolder(path) }
                .Concat(uses.Select(build => CandidateName.Of(build.Name)))
                .Append(CandidateName.Of(repository))
                .Where(name => name.Length > 0),
        ];
        return names.FirstOrDefault(deployed.Contains) ?? names.FirstOrDefault() ?? "service";
    }

    private string? Refusal(ServiceCandidate candidate) =>
        candidate.Trust > 0 ? null
        : IsBase(candidate) ? "other Dockerfiles are built on it: a base image"
        : candidate.Built.Split('/').FirstOrDefault(Samples.Contains) is { } folder
            ? $"it lies in {folder}, and nothing builds or deploys it"
        : candidate.Language is null ? "there are no sources beside it, and nothing builds or deploys it"
        : null;

    private bool IsBase(ServiceCandidate candidate) =>
        Bases[candidate.Name].Any(dockerfile => dockerfile != candidate.Dockerfile);

    // The Dockerfiles that are built on an image of a name.
    private ILookup<string, string> Bases =>
        field ??= tree
            .Files.Where(DockerfileNames.Is)
            .SelectMany(file =>
                Dockerfile
                    .ImagesOf(tree.Text(file) ?? "", ImmutableDictionary<string, string>.Empty)
                    .Select(use => use.Image)
                    .OfType<string>()
                    .Where(image => !image.StartsWith("docker.io/library/", StringComparison.Ordinal))
                    .Select(image =>
                        (
                            Name: CandidateName.Of(RepositoryTree.FileName(ImageReference.Parse(image).Repository)),
                            File: file
                        )
                    )
            )
            .ToLookup(use => use.Name, use => use.File);
}
