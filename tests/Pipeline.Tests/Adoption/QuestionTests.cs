using Pipeline.Adoption.Trees;

namespace Pipeline.Tests.Adoption;

/// <summary>What is ambiguous is asked, with its candidates, and never guessed.</summary>
public sealed class QuestionTests : IDisposable
{
    private readonly AdoptionFixture repository = new();

    [Fact]
    public async Task Two_folders_of_one_name_are_a_question()
    {
        repository.WithService("team-a/auth").WithService("team-b/auth");

        var question = (await repository.Propose()).Questions.Single();
        var answered = await repository.Propose(answers: "services.auth.path=team-b/auth");

        question.Key.ShouldBe("services.auth.path");
        question.Candidates.Select(candidate => candidate.Value).ShouldBe(["team-a/auth", "team-b/auth"]);
        answered.Questions.ShouldBeEmpty();
        answered.Text.ShouldContain("    path: team-b/auth # as answered\n");
    }

    [Fact]
    public async Task A_copy_that_no_workflow_builds_is_left_out()
    {
        repository
            .WithService("services/auth")
            .WithService("legacy/auth")
            .With(".github/workflows/ci.yml", AdoptionFixture.Job("- run: docker build services/auth"));

        var proposal = await repository.Propose();

        proposal.Services.Single().Path.ShouldBe("services/auth");
        proposal
            .LeftOut.Single()
            .ShouldBe(
                new(
                    "legacy/auth/Dockerfile",
                    "services/auth has the same name, and .github/workflows/ci.yml:6 uses that one"
                )
            );
    }

    [Fact]
    public async Task Deployments_of_one_name_in_several_folders_are_a_question()
    {
        repository.WithService("auth");
        foreach (var folder in new[] { "k8s/apps", "k8s/legacy" })
            repository.WithDeployment($"{folder}/auth/deployment.yaml", "auth", "acme/auth:1");

        var question = (await repository.Propose()).Questions.Single();
        var answered = await repository.Propose(answers: "services.auth.manifests=apps/auth");

        question.Key.ShouldBe("services.auth.manifests");
        question.Candidates.Select(candidate => candidate.Value).ShouldBe(["apps/auth", "legacy/auth"]);
        question.Parameter.ShouldBe("--answer services.auth.manifests=apps/auth");
        answered.Proofs.Single().Images.Single().Place.ShouldBe("k8s/apps/auth/deployment.yaml:9");
    }

    [Fact]
    public async Task Folders_with_the_same_services_are_one_question()
    {
        foreach (var name in new[] { "auth", "flag" })
            repository
                .WithService(name)
                .WithDeployment($"plain/{name}.yaml", name, $"acme/{name}:1")
                .WithDeployment($"rendered/release/{name}.yaml", name, $"acme/{name}:1");

        var question = (await repository.Propose()).Questions.Single();
        var answered = await repository.Propose(answers: "environments.local.gitops.path=rendered/release");
        var second = await repository.With("pipeline.yaml", answered.Text).Propose();

        question.Key.ShouldBe("environments.local.gitops.path");
        question.Candidates.Select(candidate => candidate.Value).ShouldBe(["plain", "rendered/release"]);
        answered
            .Proofs.Select(proof => proof.Images.Single().Place)
            .ShouldBe(["rendered/release/auth.yaml:9", "rendered/release/flag.yaml:9"]);
        second.Text.ShouldBe(answered.Text);
    }

    [Fact]
    public async Task A_container_that_no_name_tells_is_a_question()
    {
        repository.WithService("auth").WithDeployment("k8s/web.yaml", "frontdoor", "busybox");

        var question = (await repository.Propose()).Questions.Single();
        var answered = await repository.Propose(answers: "services.auth.container=frontdoor");

        question.Key.ShouldBe("services.auth.container");
        question.Candidates.Single().Value.ShouldBe("frontdoor");
        answered.Proofs.Single().Images.Single().Place.ShouldBe("k8s/web.yaml:9");
    }

    [Fact]
    public async Task A_container_with_an_image_of_somebody_else_is_no_question()
    {
        repository.WithService("auth").WithDeployment("k8s/db.yaml", "db", "postgres:16");

        (await repository.Propose()).Questions.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_in_the_catalog_that_is_there_is_not_asked_again()
    {
        repository.WithService("team-a/auth").WithService("team-b/auth");
        var first = await repository.Propose(answers: "services.auth.path=team-b/auth");

        var second = await repository.With("pipeline.yaml", first.Text).Propose();

        second.Text.ShouldBe(first.Text);
        second.DifferenceFrom(first.Text).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_of_the_tree_is_a_difference()
    {
        var first = await repository.WithService("auth").Propose();

        var second = await repository.WithService("flag").Propose();

        second.DifferenceFrom(first.Text).ShouldBe(["+6:   flag: {} # flag/Dockerfile"]);
    }

    [Theory]
    [InlineData("path", "\"path\" is no answer: write KEY=VALUE")]
    [InlineData("services.auht.path=auth", "--answer services.auht.path: there is no service \"auht\"")]
    [InlineData("services.auth.paht=auth", "what was found makes no catalog: ")]
    public async Task An_answer_to_nothing_is_refused(string answer, string message) =>
        (
            await Should.ThrowAsync<AdoptionException>(() => repository.WithService("auth").Propose(answers: answer))
        ).Message.ShouldStartWith(message);

    [Fact]
    public async Task A_catalog_that_is_no_yaml_is_named_with_its_place() =>
        (
            await Should.ThrowAsync<AdoptionException>(() =>
                repository.WithService("auth").With("pipeline.yaml", "services: [\n").Propose()
            )
        ).Message.ShouldStartWith("pipeline.yaml:2:1 is not valid YAML");

    public void Dispose() => repository.Dispose();
}
