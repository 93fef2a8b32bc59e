using Pipeline.Adoption.Deployments;
using Pipeline.Adoption.Services;
using Pipeline.Adoption.Trees;
using Pipeline.Adoption.Workflows;
using Pipeline.Catalog;
using Pipeline.Catalog.Reading;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Foundation;

namespace Pipeline.Adoption.Proposal;

/// <summary>Makes the proposal of a catalog: it reads a repository and changes nothing.</summary>
/// <param name="repository">The repository of the sources.</param>
/// <param name="manifests">The repository of the manifests, which may be the same.</param>
/// <param name="languages">The languages that Pipeline knows.</param>
/// <param name="answers">What is answered already.</param>
internal sealed class CatalogDraft(
    AdoptedRepository repository,
    AdoptedRepository manifests,
    ImmutableArray<Language> languages,
    Answers answers
)
{
    private const string Answered = "as answered";

    // Enough to recognise the right one.
    private const int MostListed = 10;

    private Answers answers = answers;
    private readonly RepositoryTree tree = repository.Tree;
    private readonly ImmutableArray<ExistingWorkflow> workflows = ExistingWorkflow.In(repository.Tree);
    private readonly ImmutableArray<ManifestFile> files = ManifestListing.In(manifests.Tree);

    private WorkflowFacts Facts => field ??= WorkflowFacts.In(workflows);

    private DeployedImages Deployed => field ??= new(ManifestListing.ImagesIn(files));

    /// <summary>The proposal.</summary>
    /// <exception cref="AdoptionException">There is no service.</exception>
    public CatalogProposal Propose()
    {
        var compose = ComposeFiles.In(tree);
        var builds = compose
            .Select(service => service.Build)
            .OfType<StatedBuild>()
            .Concat(WorkflowBuilds.In(workflows));
        var (found, left) = new ServiceSearch(
            tree,
            [.. builds],
            compose,
            Deployed.Names,
            languages,
            repository.Origin.Name
        ).Find();
        var (services, unclear) = Choose(found);
        var proposal = new CatalogProposal
        {
            Services = services,
            LeftOut = left,
            Questions = unclear,
        };
        return found.IsEmpty ? throw NoService(left)
            : unclear.IsEmpty ? Complete(proposal)
            : proposal;
    }

    private AdoptionException NoService(ImmutableArray<LeftOut> left) =>
        new(
            left.IsEmpty
                ? $"there is no Dockerfile in {tree.Root}: Pipeline delivers images, so each service needs one"
                : $"no service was found in {tree.Root}: {string.Join("; ", left.Select(each => $"{each.Path}: {each.Reason}"))}"
        );

    private (ImmutableArray<ServiceCandidate>, ImmutableArray<Question>) Choose(ImmutableArray<ServiceCandidate> found)
    {
        var (chosen, questions) = (
            ImmutableArray.CreateBuilder<ServiceCandidate>(),
            ImmutableArray.CreateBuilder<Question>()
        );
        foreach (var same in found.GroupBy(candidate => candidate.Name))
        {
            var key = $"services.{same.Key}.path";
            var answer = answers.To(key);
            if (same.Count() == 1)
                chosen.Add(same.First());
            else if (same.FirstOrDefault(candidate => candidate.Path == answer?.TrimEnd('/')) is { } meant)
            {
                chosen.Add(meant);
                answers = answers.With(key, meant.Path);
            }
            else
                questions.Add(
                    new(
                        key,
                        $"{same.Count()} folders could be the service {same.Key}: which one is delivered?",
                        [.. same.Select(candidate => new Candidate(candidate.Path, $"{candidate.Source.Place}"))]
                    )
                );
        }

        return (chosen.ToImmutable(), questions.ToImmutable());
    }

    private CatalogProposal Complete(CatalogProposal proposal)
    {
        if (Alternatives(proposal.Services) is { IsEmpty: false } folders)
            return proposal with { Questions = folders };

        var root = Answer(Root(proposal.Services));
        var platform = Read(root);
        var proofs = Prove(platform);
        // What runs today goes on under its name, and where Bump would not look by itself it is told to.
        if (Stated(platform, proofs).ToArray() is { Length: > 0 } stated)
        {
            root = stated.Aggregate(
                root,
                (some, key) => some.With(["services", key.Service, key.Key], key.Value.Fact, key.Value.Place)
            );
            platform = Read(root);
            proofs = Prove(platform);
        }

        Question[] questions = [.. Questions(proposal, proofs)];
        // A catalog that is there has been asked before.
        var known = questions
            .Where(question => !answers.IsGiven(question.Key) && answers.To(question.Key) is not null)
            .ToArray();
        if (known.Length > 0)
        {
            answers = known.Aggregate(answers, (some, question) => some.With(question.Key, some.To(question.Key)!));
            return Complete(proposal);
        }

        return proposal with
        {
            Text = CatalogText.Write(root),
            Platform = platform,
            Proofs = proofs,
            Lacking = [.. Environments.Lacking(Found(proposal.Services)), .. WithoutTests(proposal.Services)],
            Questions = [.. questions],
        };
    }

    private ImmutableArray<FoundEnvironment> Found(ImmutableArray<ServiceCandidate> services) =>
        EnvironmentSearch.In(
            ImagesOf(services),
            name => Given(PathKey(name)) is { } path ? RepositoryPath.Combine(path, null) : null
        );

    private static IEnumerable<string> WithoutTests(ImmutableArray<ServiceCandidate> services)
    {
        string[] names = [.. services.Where(service => service.Test is null).Select(service => service.Name)];
        if (names.Length > 0)
            yield return $"no tests were found for {string.Join(", ", names)}: Test fails until there are some, or until \"untested\" says who answers for it";
    }

    private string? Given(string key) => answers.IsGiven(key) ? answers.To(key) : null;

    private static string PathKey(string environment) =>
        $"environments.{(environment.Length == 0 ? DeploymentEnvironment.LocalName : environment)}.gitops.path";

    private ImmutableArray<Question> Alternatives(ImmutableArray<ServiceCandidate> services)
    {
        var open = ImmutableArray.CreateBuilder<Question>();
        foreach (var environment in Found(services).Where(environment => !environment.Alternatives.IsEmpty))
            if (answers.To(PathKey(environment.Name)) is { } written)
                answers = answers.With(PathKey(environment.Name), written);
            else
                open.Add(
                    new(
                        PathKey(environment.Name),
                        $"{environment.Alternatives.Length} folders have manifests of the same services: which one is applied?",
                        [
                            .. environment.Alternatives.Select(folder => new Candidate(
                                folder,
                                "a folder with manifests of several services"
                            )),
                        ]
                    )
                );
        return open.ToImmutable();
    }

    private CatalogEntry Root(ImmutableArray<ServiceCandidate> services)
    {
        return new CatalogEntry("").WithAll(
            PlatformName(ImagesOf(services).Select(each => each.Image)),
            repository.Origin.Page is { } page ? CatalogEntry.Text("source", page, "the remote \"origin\"") : null,
            Branch(),
            new CatalogEntry("services").WithAll(services.Select(new ServiceEntries(tree).Of)),
            Matrix(services),
            Environments.Of(Found(services)) is { IsEmpty: false } entries
                ? new CatalogEntry("environments").WithAll(entries)
                : null,
            Facts.Coverage is [var coverage]
                ? new CatalogEntry("policy").WithAll(new CatalogEntry("coverage", coverage.Fact, coverage.Place))
                : null
        );
    }

    private CatalogEntry PlatformName(IEnumerable<ManifestImage> images)
    {
        var stated = images
            .Where(image => image.Reference.Repository.Contains('/', StringComparison.Ordinal))
            .Select(image => new Evidence(image.Reference.Repository.Split('/')[0], image.File.Path, image.Start.Line))
            .DistinctBy(prefix => prefix.Fact)
            .ToArray();
        return stated is [var only] && CandidateName.Of(only.Fact) == only.Fact
            ? CatalogEntry.Text("platform", only.Fact, only.Place)
            : CatalogEntry.Text(
                "platform",
                CandidateName.Of(repository.Origin.Name) is { Length: > 0 } name ? name : "platform",
                "the repository's name"
            );
    }

    private CatalogEntry? Branch() =>
        Facts.Branches is [{ Fact: not "main" } only] ? CatalogEntry.Text("branch", only.Fact, only.Place)
        : Facts.Branches.IsEmpty && repository.Origin.Branch is { } current and not "main"
            ? CatalogEntry.Text("branch", current, "the branch that is checked out")
        : null;

    private CatalogEntry? Matrix(ImmutableArray<ServiceCandidate> services)
    {
        var versions = Facts
            .Versions.Where(each => services.Any(service => service.Language?.Name == each.Language))
            .GroupBy(each => each.Language, each => each.Version)
            .Select(group =>
                CatalogEntry.List(
                    group.Key,
                    group.Select(version => version.Fact),
                    string.Join(", ", group.Select(version => version.Place))
                )
            )
            .ToArray();
        return versions.Length == 0 ? null : new CatalogEntry("matrix").WithAll(versions);
    }

    private EnvironmentEntries Environments =>
        field ??= new(manifests.Tree, manifests.Origin, manifests != repository, Facts);

    private IEnumerable<OwnedImage> ImagesOf(ImmutableArray<ServiceCandidate> services) =>
        ImagesOf([.. services.Select(service => service.Name)]);

    private IEnumerable<OwnedImage> ImagesOf(ImmutableArray<string> services)
    {
        var names = services.ToHashSet();
        return services.SelectMany(service =>
            Deployed
                .Of(service, names, Given($"services.{service}.container"))
                .Select(image => new OwnedImage(service, image))
        );
    }

    private CatalogEntry Answer(CatalogEntry root)
    {
        var services = root["services"]!;
        foreach (var (key, _) in answers.Given)
            if (key.Split('.') is ["services", var name, ..] && services[name] is null)
                throw new AdoptionException(
                    $"--answer {key}: there is no service \"{name}\": {Spelling.Suggest(name, [.. services.Entries.Select(entry => entry.Key)])}"
                );
        return answers.Given.Aggregate(
            root,
            (some, answer) => some.With(answer.Key.Split('.'), answer.Value, Answered)
        );
    }

    private Platform Read(CatalogEntry root)
    {
        try
        {
            return CatalogReader.Read(CatalogText.Write(root), tree.Root / "pipeline.yaml", languages);
        }
        catch (CatalogException problem)
        {
            throw new AdoptionException(
                $"what was found makes no catalog: {string.Join("; ", problem.Problems.Select(each => each.Message))}; answer it by --answer KEY=VALUE, with a key of the catalog"
            );
        }
    }

    private ImmutableArray<ImageProof> Prove(Platform platform) =>
        [
            .. platform
                .Environments.Where(environment => environment.GitOps is not null)
                .SelectMany(environment => ImageProof.Of(platform, environment, environment.GitOps!, files)),
        ];

    private IEnumerable<(string Service, string Key, Evidence Value)> Stated(
        Platform platform,
        ImmutableArray<ImageProof> proofs
    )
    {
        var owned = ImagesOf([.. platform.Services.Select(service => service.Name)])
            .ToLookup(each => each.Service, each => each.Image);
        foreach (var service in platform.Services)
        {
            var own = proofs.Where(proof => proof.Service.Name == service.Name).ToArray();
            var found = own.SelectMany(proof => proof.Images.Take(1)).ToArray();
            if (found.Length == 0 && own.Any(proof => proof.Candidates.IsEmpty))
                found = [.. owned[service.Name].Where(image => own.Any(proof => IsBelow(proof.Environment, image)))];
            if (
                answers.IsGiven($"services.{service.Name}.image")
                || answers.IsGiven($"services.{service.Name}.container")
            )
                continue;
            if (Repository(service, found) is { } repository)
                yield return (service.Name, "image", repository);
            else if (
                own.Any(proof => proof.Refusal is not null && proof.Candidates.IsEmpty)
                && Container(found) is { } container
            )
                yield return (service.Name, "container", container);
        }
    }

    private static bool IsBelow(DeploymentEnvironment environment, ManifestImage image) =>
        RepositoryPath.Contains(RepositoryPath.Combine(environment.GitOps!.Path, null), image.File.Path);

    // A placeholder names no repository of the service's.
    private static Evidence? Repository(Service service, ManifestImage[] found) =>
        found
            .Where(image => !image.IsTemplate && RepositoryName.IsValid(image.Reference.Repository))
            .Where(image => CandidateName.Of(RepositoryTree.FileName(image.Reference.Repository)) == service.Name)
            .Select(image => new Evidence(image.Reference.Repository, image.File.Path, image.Start.Line))
            .DistinctBy(repository => repository.Fact)
            .ToArray()
            is [var only]
        && only.Fact != service.Image
            ? only
            : null;

    private static Evidence? Container(ManifestImage[] found) =>
        found
            .Where(image => image.IsContainer)
            .Select(image => new Evidence(image.Container, image.File.Path, image.Start.Line))
            .DistinctBy(container => container.Fact)
            .ToArray()
            is [{ Fact.Length: > 0 } only]
            ? only
            : null;

    private IEnumerable<Question> Questions(CatalogProposal proposal, ImmutableArray<ImageProof> proofs)
    {
        var names = proposal.Services.Select(service => service.Name).ToHashSet();
        var deployed = ImagesOf(proposal.Services).Select(each => each.Service).ToHashSet();
        var unclaimed = Deployed.Unclaimed(names).DistinctBy(image => image.Container).Take(MostListed).ToArray();
        return proofs
            .Where(proof => !proof.Candidates.IsEmpty)
            .DistinctBy(proof => proof.Service.Name)
            .Select(proof => Ambiguous(proof, proof.Candidates))
            .Concat(
                names
                    .Where(name => unclaimed.Length > 0 && !deployed.Contains(name))
                    .Select(name => new Question(
                        $"services.{name}.container",
                        $"no manifest names {name}: which container runs its image?",
                        [.. unclaimed.Select(image => new Candidate(image.Container, $"{image}"))]
                    ))
            );
    }

    private static Question Ambiguous(ImageProof proof, ImmutableArray<ManifestImage> candidates)
    {
        var (service, environment) = (proof.Service.Name, proof.Environment);
        string[] paths = [.. candidates.Select(image => image.File.Path).Distinct()];
        return paths is [var only]
            ? new(
                $"services.{service}.container",
                $"several containers of {only} could run {service}: which one does?",
                [
                    .. candidates
                        .DistinctBy(image => image.Container)
                        .Select(image => new Candidate(image.Container, $"{image}")),
                ]
            )
            : new(
                $"services.{service}.manifests",
                $"several manifests could be those of {service} in {environment.Name}: which ones are applied?",
                [
                    .. candidates
                        .DistinctBy(image => image.File.Path)
                        .Select(image => new Candidate(Manifests(image.File.Path, paths, environment), $"{image}")),
                ]
            );
    }

    // The folder says more than the file, where it is the file's alone.
    private static string Manifests(string file, string[] all, DeploymentEnvironment environment)
    {
        var folder = RepositoryPath.Folder(file);
        var root = RepositoryPath.Combine(environment.GitOps!.Path, null);
        var path = folder != root && all.Count(other => RepositoryPath.Contains(folder, other)) == 1 ? folder : file;
        return root.Length == 0 ? path : path[(root.Length + 1)..];
    }
}
