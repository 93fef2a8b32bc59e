namespace Pipeline.Tests.Adoption;

/// <summary>Repositories in the forms that they have in the field: each service, with its sources.</summary>
public sealed class LayoutTests : IDisposable
{
    private readonly AdoptionFixture repository = new();

    [Fact]
    public async Task A_monorepo_with_its_manifests()
    {
        repository
            .WithService("services/auth")
            .WithService("services/flag-service")
            .WithDeployment("k8s/auth.yaml", "auth-service", "registry.example/shop/auth-service:1")
            .WithDeployment("k8s/flag.yaml", "flag-service", "busybox");

        var proposal = await repository.Propose();

        AdoptionFixture
            .Keys(proposal)
            .ShouldBe([
                "platform: shop # k8s/auth.yaml:9",
                "services:",
                "auth: {} # services/auth/Dockerfile",
                "flag: {} # services/flag-service/Dockerfile",
            ]);
        AdoptionFixture.Places(proposal).ShouldBe(["auth k8s/auth.yaml:9", "flag k8s/flag.yaml:9"]);
    }

    [Fact]
    public async Task One_service_for_a_repository()
    {
        repository.WithService(".").WithDeployment("deploy/app.yaml", "orders", "acme/orders:1");
        repository.Git("remote", "add", "origin", "git@github.com:acme/orders-service.git");

        var proposal = await repository.Propose();

        AdoptionFixture
            .Keys(proposal)
            .ShouldBe([
                "platform: acme # deploy/app.yaml:9",
                "source: https://github.com/acme/orders-service # the remote \"origin\"",
                "services:",
                "orders: # Dockerfile",
                "path: \".\"",
            ]);
        AdoptionFixture.Places(proposal).ShouldBe(["orders deploy/app.yaml:9"]);
    }

    [Fact]
    public async Task Npm_workspaces_that_are_built_from_the_root()
    {
        repository
            .With("package.json", """{ "workspaces": ["packages/*"] }""")
            .With("packages/shared/package.json", """{ "name": "@acme/shared" }""")
            .With(
                "packages/web/package.json",
                "{ \"name\": \"web\",\n  \"dependencies\": { \"@acme/shared\": \"*\" } }"
            )
            .With("packages/web/web.test.js", "")
            .With("packages/web/Dockerfile", "FROM node\nCOPY package.json ./\nCOPY packages/web packages/web\n");

        var proposal = await repository.Propose();

        AdoptionFixture
            .Keys(proposal)[2..]
            .ShouldBe([
                "web: # packages/web/Dockerfile:3",
                "path: packages/web",
                "context: \"../..\" # it copies packages/web (packages/web/Dockerfile:3)",
                "dependsOn: [packages/shared] # packages/web/package.json:2",
                "environments:",
                "local:",
                "deployments: none # no manifests of these services were found here",
            ]);
    }

    [Fact]
    public async Task Several_solutions_of_dotnet()
    {
        foreach (var name in new[] { "Orders", "Billing" })
            repository
                .With($"src/{name}/{name}.sln", "")
                .With($"src/{name}/{name}.Api/{name}.Api.csproj", "<Project/>")
                .With($"src/{name}/{name}.Api/Dockerfile", $"FROM scratch\nCOPY {name}.Api/{name}.Api.csproj .\n")
                .With($"src/{name}/{name}.Api.Tests/OrderTests.cs", "");

        var proposal = await repository.Propose();

        proposal
            .Services.Select(service => (service.Name, service.Path, service.Context, service.Language?.Name))
            .ShouldBe([
                ("billing-api", "src/Billing/Billing.Api", "src/Billing", "dotnet"),
                ("orders-api", "src/Orders/Orders.Api", "src/Orders", "dotnet"),
            ]);
        proposal.Services.ShouldAllBe(service => service.Test != null);
    }

    [Theory]
    [InlineData("services/<x>-service")]
    [InlineData("services/<x>")]
    [InlineData("microservices/<x>-service")]
    [InlineData("apps/<x>-service")]
    [InlineData("apps/local/3-<x>-service")]
    [InlineData("build/<x>-service")]
    [InlineData("<x>-service-main")]
    [InlineData("<x>_service")]
    public async Task Folders_as_they_are_in_the_field(string form)
    {
        foreach (var name in new[] { "auth", "flag" })
            repository
                .WithService(form.Replace("<x>", name))
                .WithDeployment(
                    $"gitops/manifests/{name}-service/deployment.yaml",
                    $"{name}-service",
                    "acme/x:1".Replace("x", name)
                );

        var proposal = await repository.Propose();

        proposal
            .Platform.ShouldNotBeNull()
            .Services.Select(service => service.Path)
            .ShouldBe([form.Replace("<x>", "auth"), form.Replace("<x>", "flag")]);
        AdoptionFixture.Places(proposal).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Dockerfiles_of_several_services_in_one_folder()
    {
        foreach (var name in new[] { "auth", "flag" })
            repository
                .With($"{name}-service/go.mod", "module a\n")
                .With($"build/Dockerfile-{name}", $"FROM scratch\nCOPY {name}-service/go.mod .\n");

        var proposal = await repository.Propose();

        AdoptionFixture
            .Keys(proposal)[2..6]
            .ShouldBe([
                "auth: # build/Dockerfile-auth:2; no tests were found",
                "dockerfile: \"../build/Dockerfile-auth\"",
                "context: \"..\" # it copies auth-service/go.mod (build/Dockerfile-auth:2)",
                "flag: # build/Dockerfile-flag:2; no tests were found",
            ]);
    }

    [Fact]
    public async Task Line_endings_of_Windows()
    {
        repository
            .With("auth/go.mod", "module a\r\n")
            .With("auth/Dockerfile", "FROM scratch\r\nCOPY go.mod .\r\n")
            .With(
                "k8s/auth.yaml",
                "kind: Deployment\r\nmetadata: { name: auth }\r\nspec:\r\n  template:\r\n    spec:\r\n      containers:\r\n        - name: auth\r\n          image: acme/auth:1\r\n"
            );

        AdoptionFixture.Places(await repository.Propose()).ShouldBe(["auth k8s/auth.yaml:8"]);
    }

    [Fact]
    public async Task What_workflows_say()
    {
        repository
            .WithService("auth")
            .WithDeployment("k8s/auth.yaml", "auth", "<ACCOUNT>.dkr.ecr.<REGION>.amazonaws.com/auth:latest")
            .With(
                ".github/workflows/ci.yml",
                """
                on:
                  push:
                    branches: [master]
                env:
                  AWS_ACCOUNT_ID: "111122223333"
                  AWS_REGION: us-east-1
                jobs:
                  build:
                    steps:
                      - uses: actions/setup-go@v5
                        with: { go-version: "1.24" }
                      - uses: aws-actions/configure-aws-credentials@v4
                        with: { role-to-assume: "arn:aws:iam::111122223333:role/deliver" }
                      - run: docker build -t $HOST/auth -f auth/Dockerfile auth
                      - run: pytest --cov-fail-under=80
                """
            );
        repository.Git("remote", "add", "origin", "https://github.com/acme/shop");

        AdoptionFixture
            .Keys(await repository.Propose())
            .ShouldBe([
                "platform: shop # the repository's name",
                "source: https://github.com/acme/shop # the remote \"origin\"",
                "branch: master # .github/workflows/ci.yml:3",
                "services:",
                "auth: # .github/workflows/ci.yml:14",
                "image: auth # k8s/auth.yaml:9",
                "matrix:",
                "go: [\"1.24\"] # .github/workflows/ci.yml:11",
                "environments:",
                "production:",
                "registry: \"111122223333.dkr.ecr.us-east-1.amazonaws.com\" # .github/workflows/ci.yml:5",
                "gitops:",
                "repository: https://github.com/acme/shop # the remote \"origin\"",
                "path: k8s # k8s/auth.yaml",
                "tokenVariable: GITOPS_TOKEN # the variable that workflows pass the token in",
                "github:",
                "role: \"arn:aws:iam::111122223333:role/deliver\" # .github/workflows/ci.yml:13",
                "policy:",
                "coverage: 80 # .github/workflows/ci.yml:15",
            ]);
    }

    [Theory]
    [InlineData("pom.xml", "src/test/java/shop/SumTest.java", "java")]
    [InlineData("build.gradle.kts", "src/test/kotlin/shop/SumTest.kt", "java")]
    [InlineData("Cargo.toml", "tests/sum.rs", "rust")]
    [InlineData("Cargo.toml", "src/lib.rs", "rust")]
    public async Task Java_and_Rust_are_languages_like_any_other_with_their_tests(
        string marker,
        string test,
        string language
    )
    {
        repository
            .With($"auth/{marker}", "")
            .With($"auth/{test}", "#[cfg(test)]\nmod tests {\n    #[test]\n    fn adds() {}\n}\n")
            .With("auth/Dockerfile", "FROM scratch\n");

        var proposal = await repository.Propose();

        proposal.Services.Single().Language.ShouldNotBeNull().Name.ShouldBe(language);
        AdoptionFixture.Keys(proposal).ShouldContain("auth: {} # auth/Dockerfile");
        proposal.Text.ShouldNotContain("commands:");
        proposal.Text.ShouldNotContain("no tests were found");
    }

    [Fact]
    public async Task A_source_in_Rust_without_a_test_is_none()
    {
        repository
            .With("auth/Cargo.toml", "")
            .With("auth/src/main.rs", "fn main() {}\n")
            .With("auth/Dockerfile", "FROM scratch\n");

        var proposal = await repository.Propose();

        proposal.Text.ShouldContain("no tests were found");
    }

    public void Dispose() => repository.Dispose();
}
