using Nuke.Common.IO;
using Pipeline.Adoption.Proposal;
using Pipeline.Adoption.Review;
using Pipeline.Adoption.Trees;
using Pipeline.Adoption.Workflows;
using Pipeline.Foundation.Git;
using Pipeline.Quality;
using Pipeline.Quality.Findings;

namespace Pipeline.Tests.Adoption;

/// <summary>A scratch repository that has no catalog yet; it has no commit unless a test makes one.</summary>
public sealed class AdoptionFixture : IDisposable
{
    public AdoptionFixture() => Git("init", "--quiet", "--initial-branch=main");

    public AbsolutePath Root { get; } = Directory.CreateTempSubdirectory("adoption-").FullName;

    public AdoptionFixture With(string file, string content)
    {
        Directory.CreateDirectory((Root / file).Parent!);
        File.WriteAllText(Root / file, content);
        return this;
    }

    public AdoptionFixture Commit()
    {
        Git("add", "--all");
        Git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", "all");
        return this;
    }

    public string Git(params string[] arguments) => GitCommand.Run(Root, arguments).GetAwaiter().GetResult();

    internal Task<RepositoryTree> Tree() => RepositoryTree.Read(Root);

    /// <summary>The findings of a review, each as <c>rule file:line</c>.</summary>
    internal async Task<IReadOnlyList<string>> Review() =>
        [.. RepositoryReview.Of(await Tree(), []).Findings.Select(finding => $"{finding.RuleId} {finding.Place}")];

    /// <summary>The findings of one rule in a workflow with one job, by their lines.</summary>
    internal async Task<IReadOnlyList<int?>> Lines(string rule, string workflow)
    {
        var found = await Findings(rule, workflow);
        ExistingWorkflow.In(await Tree()).ShouldNotBeEmpty("a workflow that cannot be read proves nothing");
        return [.. found.Select(finding => finding.Line)];
    }

    internal async Task<IReadOnlyList<Finding>> Findings(string rule, string workflow)
    {
        With(".github/workflows/ci.yml", workflow);
        return [.. RepositoryReview.Of(await Tree(), []).Findings.Where(finding => finding.RuleId == rule)];
    }

    /// <summary>The proposal for the repository, with manifests in another one where that is given.</summary>
    internal Task<CatalogProposal> Propose(AdoptionFixture? manifests = null, params string[] answers) =>
        Propose(manifests?.Root, answers);

    /// <summary>The same, with manifests in another folder where that is given.</summary>
    internal async Task<CatalogProposal> Propose(AbsolutePath? manifests, params string[] answers)
    {
        var repository = await AdoptedRepository.Read(Root);
        var catalog = repository.Tree.Text("pipeline.yaml");
        return new CatalogDraft(
            repository,
            manifests is null ? repository : await AdoptedRepository.Read(manifests),
            SupportedLanguages.Declared,
            Answers.Read(answers, catalog)
        ).Propose();
    }

    /// <summary>A submodule, checked out from another scratch repository.</summary>
    public AdoptionFixture WithSubmodule(string folder, AdoptionFixture other)
    {
        Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.Root, folder);
        return this;
    }

    /// <summary>A service in Go, with a Dockerfile.</summary>
    public AdoptionFixture WithService(string folder) =>
        With($"{folder}/go.mod", "module a\n")
            .With($"{folder}/main_test.go", "package a\n")
            .With($"{folder}/Dockerfile", "FROM scratch\nCOPY . .\n");

    /// <summary>A Deployment with one container, both named alike.</summary>
    public AdoptionFixture WithDeployment(string file, string name, string image) =>
        With(
            file,
            $"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{ name: {name} }}\nspec:\n  template:\n    spec:\n      containers:\n        - name: {name}\n          image: {image}\n"
        );

    /// <summary>A workflow whose job has these steps; the first of them stands in line 6.</summary>
    public static string Job(string steps, string on = "push", string rights = "permissions: {}") =>
        $"on: {on}\n{rights}\njobs:\n  build:\n    steps:\n{string.Concat(steps.TrimEnd().Split('\n').Select(line => $"      {line}\n"))}";

    /// <summary>The lines of a catalog, without the head and blank ones.</summary>
    internal static string[] Keys(CatalogProposal proposal) =>
        [.. proposal.Text.Split('\n').Skip(1).Select(line => line.Trim()).Where(line => line.Length > 0)];

    /// <summary>Where the image of each service was found, or why it was not.</summary>
    internal static string[] Places(CatalogProposal proposal) =>
        [.. proposal.Proofs.Select(proof => proof.Refusal ?? $"{proof.Service.Name} {proof.Images.Single().Place}")];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
