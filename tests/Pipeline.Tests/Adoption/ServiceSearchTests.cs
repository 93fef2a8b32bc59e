using Pipeline.Adoption.Services;
using Pipeline.Adoption.Trees;

namespace Pipeline.Tests.Adoption;

/// <summary>What is a service, what only looks like one, and what its image is built of.</summary>
public sealed class ServiceSearchTests : IDisposable
{
    private readonly AdoptionFixture repository = new AdoptionFixture().WithService("auth");

    [Theory]
    [InlineData("auth/Dockerfile.dev", "a variant of auth/Dockerfile")]
    [InlineData("examples/demo/Dockerfile", "it lies in examples, and nothing builds or deploys it")]
    [InlineData("images/tools/Dockerfile", "there are no sources beside it, and nothing builds or deploys it")]
    public async Task What_only_looks_like_a_service_is_left_out(string dockerfile, string reason)
    {
        var proposal = await repository.With(dockerfile, "FROM scratch\n").Propose();

        proposal.Services.Single().Name.ShouldBe("auth");
        proposal.LeftOut.ShouldBe([new LeftOut(dockerfile, reason)]);
    }

    [Fact]
    public async Task An_image_that_others_are_built_on_is_a_base()
    {
        repository.WithService("base").With("auth/Dockerfile", "FROM acme/base:1\n");

        (await repository.Propose()).LeftOut.ShouldBe([
            new LeftOut("base/Dockerfile", "other Dockerfiles are built on it: a base image"),
        ]);
    }

    [Fact]
    public async Task Static_files_that_are_deployed_are_a_service_without_a_language()
    {
        var proposal = await repository
            .With("web/Dockerfile", "FROM nginx\nCOPY index.html /\n")
            .With("web/index.html", "")
            .WithDeployment("k8s/web.yaml", "web", "acme/web:1")
            .Propose();

        proposal.Text.ShouldContain("compile: [\"true\"] # no language was found there");
        proposal.Platform!.Services.Select(service => service.Name).ShouldBe(["auth", "web"]);
    }

    [Fact]
    public async Task Services_in_languages_that_nobody_knows_do_not_share_the_sources_of_the_root()
    {
        var proposal = await repository
            .With("package.json", "{}")
            .With("src/quote/Dockerfile", "FROM php\nCOPY src/quote /\n")
            .With("src/quote/index.php", "")
            .With("src/email/Dockerfile", "FROM ruby\nCOPY src/email /\n")
            .With("src/email/server.rb", "")
            .With("src/email/stubs/Dockerfile", "FROM ruby\nCOPY src/email /\n")
            .With(
                "docker-compose.yml",
                "services:\n  quote: { build: { context: ., dockerfile: src/quote/Dockerfile } }\n  email: { build: { context: ., dockerfile: src/email/Dockerfile } }\n"
            )
            .Propose();

        proposal.Services.Select(service => service.Path).ShouldBe(["auth", "src/email", "src/quote"]);
        proposal.LeftOut.Select(left => left.Path).ShouldBe(["src/email/stubs/Dockerfile"]);
    }

    [Fact]
    public async Task A_tool_in_the_folder_of_a_service_is_none_itself()
    {
        repository.WithDeployment("k8s/auth.yaml", "auth", "acme/auth:1").WithService("auth/codegen");

        (await repository.Propose()).LeftOut.ShouldBe([
            new LeftOut(
                "auth/codegen/Dockerfile",
                "it lies in auth, which is the service auth, and nothing builds or deploys it"
            ),
        ]);
    }

    [Fact]
    public async Task A_Dockerfile_of_tests_does_not_take_the_root_from_its_only_service()
    {
        using var single = new AdoptionFixture()
            .With("go.mod", "module a\n")
            .With("packaging/prod/Dockerfile", "FROM scratch\nCOPY go.mod /\n")
            .With("test/e2e/Dockerfile", "FROM scratch\nCOPY go.mod /\n");

        (await single.Propose()).Services.Single().Path.ShouldBe("");
    }

    [Fact]
    public async Task A_compose_file_tells_the_context()
    {
        repository.With(
            "docker-compose.yml",
            "services:\n  auth:\n    build: { context: ., dockerfile: auth/Dockerfile }\n    depends_on: [db]\n  db:\n    image: postgres:16\n"
        );

        var service = (await repository.Propose()).Services.Single();

        service.Context.ShouldBe("");
        service.Source.Place.ShouldBe("docker-compose.yml:2");
    }

    [Theory]
    [InlineData("package a // Postgres", true)]
    [InlineData("package a", false)]
    public async Task A_server_that_tests_speak_of_is_started_for_them(string test, bool isStarted)
    {
        repository
            .With("auth/main_test.go", test)
            .With(
                "compose.yaml",
                "services:\n  auth: { build: auth, depends_on: [db] }\n  db: { image: \"postgres:16\" }\n"
            );

        (await repository.Propose())
            .Text.Contains("    testDependencies:\n      postgres: {} # compose.yaml:3\n")
            .ShouldBe(isStarted);
    }

    [Theory]
    [InlineData("- run: docker build -t $HOST/auth:1 -f auth/Dockerfile .")]
    [InlineData("- run: docker buildx build --file=auth/Dockerfile --push .")]
    [InlineData("- uses: docker/build-push-action@v6\n  with: { context: ., file: auth/Dockerfile, push: true }")]
    [InlineData("- run: docker build -f auth/Dockerfile ..\n  working-directory: k8s")]
    public async Task A_workflow_tells_the_context(string steps)
    {
        var file = steps.Contains("working-directory") ? steps.Replace("auth/Dockerfile", "../auth/Dockerfile") : steps;
        repository.With(".github/workflows/ci.yml", AdoptionFixture.Job(file));

        (await repository.Propose()).Services.Single().Context.ShouldBe("");
    }

    [Fact]
    public async Task A_matrix_is_written_out()
    {
        repository
            .WithService("flag")
            .With(
                ".github/workflows/ci.yml",
                """
                on: push
                jobs:
                  build:
                    strategy:
                      matrix:
                        service: [auth, flag]
                    steps:
                      - run: docker build -t x/${{ matrix.service }} -f ${{ matrix.service }}/Dockerfile .
                """
            );

        (await repository.Propose())
            .Services.Select(service => (service.Name, service.Context))
            .ShouldBe([("auth", ""), ("flag", "")]);
    }

    [Theory]
    [InlineData("02-auth_service", "auth")]
    [InlineData("auth-service-main", "auth")]
    [InlineData("AuthService", "auth")]
    [InlineData("Acme.Auth.Api", "acme-auth-api")]
    [InlineData("service", "service")]
    public void A_name_is_one_that_a_catalog_takes(string written, string name) =>
        CandidateName.Of(written).ShouldBe(name);

    [Fact]
    public async Task A_folder_that_is_no_repository_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("adoption-").FullName;

        (await Should.ThrowAsync<AdoptionException>(() => RepositoryTree.Read(folder))).Message.ShouldStartWith(
            $"{folder} is no work tree of Git"
        );
        Directory.Delete(folder);
    }

    [Fact]
    public async Task A_repository_without_a_service_is_refused()
    {
        using var empty = new AdoptionFixture().With("README.md", "");

        (await Should.ThrowAsync<AdoptionException>(() => empty.Propose())).Message.ShouldStartWith(
            "there is no Dockerfile in "
        );
    }

    [Fact]
    public async Task What_was_deleted_and_what_is_not_committed_yet_count_as_they_are()
    {
        repository.WithService("gone").Commit().WithService("added");
        Directory.Delete(repository.Root / "gone", recursive: true);

        (await repository.Propose()).Services.Select(service => service.Name).ShouldBe(["added", "auth"]);
    }

    [Fact]
    public async Task A_broken_manifest_of_a_service_is_named_with_its_place()
    {
        repository
            .WithDeployment("k8s/auth.yaml", "auth", "acme/auth:1")
            .With("k8s/other.yaml", "kind: Deployment\nmetadata: { name: auth\n\tcontainers: image\n");

        (await repository.Propose()).Proofs.Single().Unreadable.ShouldNotBeNull().ShouldStartWith("k8s/other.yaml:3");
    }

    public void Dispose() => repository.Dispose();
}
