using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Signing;

namespace Pipeline.Tests.Images.Signing;

public sealed class ProvenanceTests
{
    private static readonly BuildFacts Facts = new(
        SignedImage.InGitHub with
        {
            RepositoryId = "1",
            OwnerId = "2",
        },
        "https://github.com/acme/shop",
        SignedImage.Commit,
        "auth",
        "services/auth/Dockerfile",
        DateTimeOffset.UnixEpoch
    );

    // The fields that https://slsa.dev/spec/v1.0/provenance requires, and those of GitHub's type of a build.
    [Theory]
    [InlineData("buildDefinition.buildType", "https://actions.github.io/buildtypes/workflow/v1")]
    [InlineData("buildDefinition.externalParameters.workflow.ref", "refs/heads/main")]
    [InlineData("buildDefinition.externalParameters.workflow.repository", "https://github.com/acme/shop")]
    [InlineData("buildDefinition.externalParameters.workflow.path", ".github/workflows/deliver.yml")]
    [InlineData("buildDefinition.internalParameters.github.event_name", "push")]
    [InlineData("buildDefinition.internalParameters.github.repository_id", "1")]
    [InlineData("buildDefinition.internalParameters.github.repository_owner_id", "2")]
    [InlineData("buildDefinition.internalParameters.github.runner_environment", "github-hosted")]
    [InlineData("buildDefinition.internalParameters.pipeline.service", "auth")]
    [InlineData("buildDefinition.resolvedDependencies.0.uri", "git+https://github.com/acme/shop@refs/heads/main")]
    [InlineData("buildDefinition.resolvedDependencies.0.digest.gitCommit", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("runDetails.builder.id", "https://github.com/actions/runner/github-hosted")]
    [InlineData("runDetails.metadata.invocationId", "https://github.com/acme/shop/actions/runs/7/attempts/1")]
    [InlineData("runDetails.metadata.finishedOn", "1970-01-01T00:00:00Z")]
    public void A_build_in_GitHub_Actions_is_told_in_the_specifications_fields(string path, string value) =>
        At(Predicate(Facts), path).ShouldBe(value);

    [Fact]
    public void A_build_on_a_workstation_does_not_pass_for_more()
    {
        var predicate = Predicate(Facts with { Origin = BuildOrigin.Workstation });

        At(predicate, "runDetails.builder.id").ShouldBe("urn:pipeline:builder:workstation");
        At(predicate, "buildDefinition.buildType").ShouldBe("urn:pipeline:build:workstation:v1");
        predicate.ToString().ShouldNotContain("github.com/actions");
    }

    [Fact]
    public void An_image_without_a_Dockerfile_was_built_by_its_project()
    {
        var predicate = Predicate(Facts with { Dockerfile = null, Project = "services/auth/Auth.csproj" });

        At(predicate, "buildDefinition.internalParameters.pipeline.project").ShouldBe("services/auth/Auth.csproj");
        predicate.ToString().ShouldNotContain("dockerfile");
    }

    [Fact]
    public void The_images_that_it_was_built_on_stand_beside_the_sources_by_their_digests()
    {
        var (python, runtime) = (new string('1', 64), new string('2', 64));

        var predicate = Predicate(
            Facts with
            {
                Bases =
                [
                    ImageReference.Parse($"docker.io/library/python:3.12@sha256:{python}"),
                    ImageReference.Parse($"registry.example:5000/shop/runtime:0123@sha256:{runtime}"),
                    ImageReference.Parse($"acme/tools@sha256:{python}"),
                    ImageReference.Parse("localhost/made:here"),
                ],
            }
        );

        var dependencies = predicate.GetProperty("buildDefinition").GetProperty("resolvedDependencies");
        JsonNode
            .DeepEquals(
                JsonNode.Parse(dependencies.GetRawText()),
                JsonNode.Parse(
                    $$"""
                    [
                      { "uri": "git+https://github.com/acme/shop@refs/heads/main", "digest": { "gitCommit": "{{SignedImage.Commit}}" } },
                      { "uri": "pkg:docker/python@3.12?digest=sha256:{{python}}", "digest": { "sha256": "{{python}}" } },
                      { "uri": "pkg:docker/registry.example:5000/shop/runtime@0123?digest=sha256:{{runtime}}", "digest": { "sha256": "{{runtime}}" } },
                      { "uri": "pkg:docker/acme/tools?digest=sha256:{{python}}", "digest": { "sha256": "{{python}}" } },
                      { "uri": "pkg:docker/localhost/made@here" }
                    ]
                    """
                )
            )
            .ShouldBeTrue(dependencies.GetRawText());
        Provenance.Read(predicate).Commit.ShouldBe(SignedImage.Commit);
    }

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        var read = Provenance.Read(Predicate(Facts));

        (read.Repository, read.Commit, read.Workflow, read.Builder).ShouldBe(
            (
                "https://github.com/acme/shop",
                SignedImage.Commit,
                ".github/workflows/deliver.yml",
                "https://github.com/actions/runner/github-hosted"
            )
        );
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{ "builder": { "id": "of version 0.2" } }""")]
    public void Another_form_of_provenance_is_refused(string predicate) =>
        Should.Throw<StepFailedException>(() => Provenance.Read(JsonDocument.Parse(predicate).RootElement));

    [Fact]
    public void A_statement_names_its_subject_by_the_digest()
    {
        var statement = JsonDocument
            .Parse(Statement.Write("registry/auth", "sha256:77", Statement.Provenance, new { }))
            .RootElement;

        At(statement, "_type").ShouldBe("https://in-toto.io/Statement/v1");
        At(statement, "subject.0.name").ShouldBe("registry/auth");
        At(statement, "subject.0.digest.sha256").ShouldBe("77");
        At(statement, "predicateType").ShouldBe("https://slsa.dev/provenance/v1");
    }

    [Fact]
    public void What_GitHub_Actions_tells_is_taken()
    {
        var variables = new Dictionary<string, string>
        {
            ["GITHUB_ACTIONS"] = "true",
            ["GITHUB_REPOSITORY"] = "acme/shop",
            ["GITHUB_WORKFLOW_REF"] = "acme/shop/.github/workflows/deliver.yml@refs/heads/main",
            ["GITHUB_REF"] = "refs/heads/main",
            ["GITHUB_EVENT_NAME"] = "push",
            ["GITHUB_RUN_ID"] = "7",
            ["GITHUB_RUN_ATTEMPT"] = "1",
            ["RUNNER_ENVIRONMENT"] = "github-hosted",
            ["ACTIONS_ID_TOKEN_REQUEST_URL"] = "https://tokens.example.com",
        };

        BuildOrigin.Read(variables.GetValueOrDefault).ShouldBe(SignedImage.InGitHub);
    }

    [Fact]
    public void Without_GitHub_Actions_nothing_is_claimed() =>
        BuildOrigin.Read(_ => null).ShouldBe(BuildOrigin.Workstation);

    private static JsonElement Predicate(BuildFacts facts) =>
        Statement
            .Read(Statement.Write("a", "sha256:77", Statement.Provenance, Provenance.Predicate(facts)), "a statement")
            .Predicate;

    private static string? At(JsonElement from, string path)
    {
        foreach (var part in path.Split('.'))
            from = int.TryParse(part, out var index) ? from[index] : from.GetProperty(part);
        return from.GetString();
    }
}
