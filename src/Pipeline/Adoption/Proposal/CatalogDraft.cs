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

    private Answers answers = answers;
    private ILookup<string, ManifestImage>? owned;
    private readonly RepositoryTree tree = repository.Tree;
    private readonly ImmutableArray<ExistingWorkflow> workflows = ExistingWorkflow.In(repository.Tree);
    private readonly ImmutableArray<ManifestFile> files = ManifestListing.In(manifests.Tree);

    private ImmutableArray<FoundApplication> Applications =>
        field.IsDefault ? field = ApplicationSearch.In(manifests, files) : field;

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
            left.IsEmpty && tree.Submodules.All(module => module.IsCheckedOut)
                ? $"there is no Dockerfile in {tree.Root}, and no manifest runs the image of a .NET project there: Pipeline delivers images"
                : $"no service was found in {tree.Root}: {string.Join("; ", left.Select(each => $"{each.Path}: {each.Reason}").Concat(NotCheckedOut()))}"
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
                questions.Add(ServiceQuestions.Folder(key, [.. same]));
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
        if (WithStated(root, proposal.Services, proofs) is { } more)
        {
            root = more;
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
            Lacking =
            [
                .. InSubmodules(proposal.Services.Select(service => service.Name).ToHashSet()),
                .. Environments.Lacking(Found(proposal.Services), platform.Environments),
                .. WithoutTests(proposal.Services),
            ],

            Questions = [.. questions],
        };
    }

    private ImmutableArray<FoundEnvironment> Found(ImmutableArray<ServiceCandidate> services) =>
        EnvironmentSearch.In(
            ImagesOf(services),
            Applications,
            name => Given(PathKey(name)) is { } path ? RepositoryPath.Combine(path, null) : null
        );

    private IEnumerable<string> InSubmodules(IReadOnlySet<string> services) =>
        NotCheckedOut()
            .Concat(
                manifests
                    .Tree.Submodules.Where(module =>
                        new DeployedImages(ManifestListing.ImagesIn(ManifestListing.In(manifests.Tree, module)))
                            .By(services)
                            .Any()
                    )
                    .Select(module =>
                        $"manifests of these services are in {module.Path}, a submodule with commits of its own: --gitops {manifests.Tree.Root / module.Path} delivers to it"
                    )
            );

    private IEnumerable<string> NotCheckedOut() =>
        tree
            .Submodules.Where(module => !module.IsCheckedOut)
            .Select(module => $"nothing was looked for in {module.Remedy}");

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
                open.Add(ServiceQuestions.Manifests(PathKey(environment.Name), environment.Alternatives));
        return open.ToImmutable();
    }

    private CatalogEntry Root(ImmutableArray<ServiceCandidate> services)
    {
        var entries = new PlatformEntries(repository.Origin, Facts);
        return new CatalogEntry("").WithAll(
            entries.Name(ImagesOf(services).Select(each => each.Image)),
            entries.Source,
            entries.Branch,
            new CatalogEntry("services").WithAll(services.Select(new ServiceEntries(tree).Of)),
            entries.Matrix(services),
            Environments.Of(Found(services)) is { IsEmpty: false } environments
                ? new CatalogEntry("environments").WithAll(environments)
                : null,
            entries.Policy
        );
    }

    private EnvironmentEntries Environments =>
        field ??= new(manifests.Tree, manifests.Origin, manifests != repository, Facts);

    private IEnumerable<OwnedImage> ImagesOf(ImmutableArray<ServiceCandidate> services)
    {
        owned ??= Deployed.By(services.Select(service => service.Name).ToHashSet());
        return services.SelectMany(service =>
            (
                Given($"services.{service.Name}.container") is { } container
                    ? Deployed.In(container)
                    : owned[service.Name]
            ).Select(image => new OwnedImage(service.Name, image))
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

    // Null where nothing is to be added.
    private CatalogEntry? WithStated(
        CatalogEntry root,
        ImmutableArray<ServiceCandidate> services,
        ImmutableArray<ImageProof> proofs
    )
    {
        var images = ImagesOf(services).ToLookup(each => each.Service, each => each.Image);
        var keys = new StatedKeys(images, proofs.ToLookup(proof => proof.Service.Name));
        var before = root;
        foreach (var service in proofs.Select(proof => proof.Service).DistinctBy(service => service.Name))
            if (keys.Of(service) is var (key, value) && !answers.IsGiven($"services.{service.Name}.{key}"))
                root = root.With(["services", service.Name, key], value.Fact, value.Place);
        return root == before ? null : root;
    }

    private IEnumerable<Question> Questions(CatalogProposal proposal, ImmutableArray<ImageProof> proofs)
    {
        var names = proposal.Services.Select(service => service.Name).ToHashSet();
        var deployed = ImagesOf(proposal.Services).Select(each => each.Service).ToHashSet();
        var unclaimed = Deployed.Unclaimed(names);
        return proofs
            .Where(proof => !proof.Candidates.IsEmpty)
            .DistinctBy(proof => proof.Service.Name)
            .Select(ServiceQuestions.Image)
            .Concat(
                names
                    .Where(name => !unclaimed.IsEmpty && !deployed.Contains(name))
                    .Select(name => ServiceQuestions.Container(name, unclaimed))
            );
    }
}
