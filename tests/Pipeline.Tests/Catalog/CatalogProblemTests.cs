using System.Diagnostics;
using Pipeline.Catalog;
using Pipeline.Catalog.Reading;

namespace Pipeline.Tests.Catalog;

public sealed class CatalogProblemTests
{
    [Fact]
    public void All_problems_are_listed_at_once_with_their_places()
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        var problems = repository.Problems(
            """
            platform: shop
            servces: {}
            services:
              auth: { langage: go }
              flag: { path: 7, path: 8 }
            policy: { severity: hihg, coverage: lots }
            """
        );

        problems.ShouldBe([
            "2:1: unknown key \"servces\" in the catalog: did you mean \"services\"?",
            "4:11: unknown key \"langage\" in \"auth\": did you mean \"language\"?",
            "5:20: \"path\" is set twice in \"flag\": keep one",
            "6:21: \"severity\" cannot be \"hihg\": did you mean \"high\"?",
            "6:37: \"coverage\" must be a number, not \"lots\"",
        ]);
    }

    [Fact]
    public void A_pipe_in_the_place_of_a_catalog_is_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files");
        using var repository = new CatalogFixture();
        Process.Start("mkfifo", [repository.Root / "pipeline.yaml"]).WaitForExit();

        Should
            .Throw<CatalogException>(() =>
                CatalogReader.Read(repository.Root / "pipeline.yaml", repository.Root / "artifacts", [])
            )
            .Message.ShouldContain("the catalog lacks \"platform\"");
    }

    [Fact]
    public void All_problems_are_listed_at_once_where_folders_are_wrong_too()
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        var problems = repository.Problems(
            """
            platform: shop
            services:
              auth: { path: service/auth, coverage: 101, dependsOn: [nowhere] }
              flag: { untested: { until: soon, owner: a, reason: b } }
            bases:
              os: { path: image/os, dependsOn: [nowhere] }
            """
        );

        problems.Select(problem => problem.Split(':')[0]).ShouldBe(["3", "3", "3", "4", "4", "6", "6"]);
    }

    [Fact]
    public void Services_that_depend_on_each_other_in_a_circle_are_refused_where_it_closes()
    {
        using var repository = new CatalogFixture("services/a/go.mod", "services/b/go.mod", "services/c/go.mod");

        var problems = repository.Problems(
            """
            platform: shop
            services:
              a: { dependsOn: [b] }
              b: { dependsOn: [c-service] }
              c:
                dependsOn:
                  - b
            """
        );

        problems.ShouldBe([
            "7:9: services depend on each other in a cycle (b → c → b): remove one of these dependencies",
        ]);
    }

    [Fact]
    public void Broken_YAML_is_named_with_its_place()
    {
        using var repository = new CatalogFixture();

        var problem = repository.Problems("platform: shop\nservices: { auth: [ }\n").Single();

        problem.ShouldStartWith("2:21: not valid YAML: ");
    }

    [Theory]
    [InlineData("ghcr.io/AcmeBooks", "has upper-case letters, which no registry's names have: write ghcr.io/acmebooks")]
    [InlineData("ghcr.io/acme___books", "is not a registry")]
    public void A_registry_that_the_specification_does_not_know_is_said_to_be_so(string registry, string expected)
    {
        using var fixture = new CatalogFixture("services/auth/go.mod");

        fixture
            .Problems(
                $"platform: shop\nservices: {{ auth: {{}} }}\nenvironments: {{ develop: {{ registry: \"{registry}\", deployments: none }} }}\n"
            )
            .ShouldHaveSingleItem()
            .ShouldContain($"\"{registry}\" {expected}");
    }

    [Theory]
    [InlineData("ghcr.io/acme--books")]
    [InlineData("registry.example/team__a")]
    [InlineData("registry.example:5000/a.b/c_d")]
    [InlineData("[::1]:5000")]
    public void A_registry_is_named_as_the_specification_has_it(string registry)
    {
        using var fixture = new CatalogFixture("services/auth/go.mod");

        fixture
            .Read(
                $"platform: shop\nservices: {{ auth: {{}} }}\nenvironments: {{ develop: {{ registry: \"{registry}\", deployments: none }} }}\n"
            )
            .Environment("develop")
            .Registry.ShouldBe(registry);
    }

    [Theory]
    [InlineData(
        "Acme/Auth",
        "has upper-case letters, which no repository of a registry has: set \"image\" to acme/auth"
    )]
    [InlineData("acme/-auth", "is not a repository of a registry")]
    public void A_repository_that_no_registry_would_take_is_said_to_be_so(string image, string expected)
    {
        using var fixture = new CatalogFixture("services/auth/go.mod");

        fixture
            .Problems($"platform: shop\nservices: {{ auth: {{ image: {image} }} }}\n")
            .ShouldHaveSingleItem()
            .ShouldContain($"\"{image}\" {expected}");
    }

    [Fact]
    public void A_branch_that_cannot_stand_in_a_workflow_is_refused()
    {
        using var fixture = new CatalogFixture("services/auth/go.mod");

        fixture
            .Problems("platform: shop\nbranch: \"a'b\"\nservices: { auth: {} }\n")
            .ShouldHaveSingleItem()
            .ShouldContain("cannot be the branch that is delivered from");
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    public void An_empty_catalog_says_what_it_lacks(string yaml)
    {
        using var repository = new CatalogFixture();

        repository
            .Problems(yaml)
            .ShouldBe(
                ["1:1: the catalog lacks \"platform\"", "1:1: the catalog lacks \"services\""],
                ignoreOrder: true
            );
    }

    [Theory]
    [InlineData("auth; rm -rf /")]
    [InlineData("$(id)")]
    [InlineData("../auth")]
    [InlineData("Auth")]
    [InlineData("-auth")]
    public void A_name_that_could_break_out_is_refused(string name)
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        var problem = repository
            .Problems($"platform: shop\nservices:\n  '{name}': {{ path: services/auth }}\n")
            .Single();

        problem.ShouldBe(
            $"3:3: \"{name}\" cannot be a service's name: use up to 63 lower-case letters, digits and inner dashes"
        );
    }

    [Fact]
    public void Two_services_of_one_name_are_both_named()
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        var problem = repository
            .Problems("platform: shop\nservices:\n  auth: {}\n  auth-service: { path: services/auth }\n")
            .Single();

        problem.ShouldBe("4:3: \"auth-service\" and the service \"auth\" above have the same name: rename one");
    }

    [Fact]
    public void A_path_that_does_not_exist_is_named()
    {
        using var repository = new CatalogFixture();

        var problem = repository.Problems("platform: shop\nservices:\n  auth: { path: nowhere }\n").Single();

        problem.ShouldBe($"3:17: \"nowhere\" does not exist: give a path relative to {repository.Root}");
    }

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData("/etc")]
    [InlineData("link")]
    public void A_path_outside_the_repository_is_refused(string path)
    {
        using var repository = new CatalogFixture();
        Directory.CreateSymbolicLink(repository.Root / "link", "/etc");

        var problem = repository.Problems($"platform: shop\nservices:\n  auth: {{ path: {path} }}\n").Single();

        problem.ShouldStartWith($"3:17: \"{path}\" lies outside the repository");
    }

    [Fact]
    public void A_service_that_cannot_be_found_says_where_was_looked()
    {
        using var repository = new CatalogFixture();

        var problem = repository.Problems("platform: shop\nservices:\n  auth: {}\n").Single();

        problem.ShouldStartWith(
            "3:3: no folder was found for \"auth\" (looked for services/auth, services/auth-service,"
        );
    }

    [Fact]
    public void An_environment_needs_a_registry_and_a_GitOps_repository()
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        var problems = repository.Problems("platform: shop\nservices: { auth: {} }\nenvironments:\n  qa: {}\n");

        problems.Count.ShouldBe(2);
        problems.ShouldAllBe(problem => problem.StartsWith("4:3: the environment \"qa\" lacks"));
    }

    [Theory]
    [InlineData("https://registry.example.com")]
    [InlineData("registry.example.com:port")]
    [InlineData("user@registry.example.com")]
    public void A_registry_is_a_host(string registry)
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        var problem = repository
            .Problems(
                $"platform: shop\nservices: {{ auth: {{}} }}\nenvironments:\n  local: {{ registry: '{registry}' }}\n"
            )
            .Single();

        problem.ShouldStartWith($"4:22: \"{registry}\" is not a registry");
    }

    [Fact]
    public void A_base_image_is_pinned()
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        var problem = repository
            .Problems(
                "platform: shop\nservices: { auth: {} }\nbases:\n  python: { image: python:3.12, argument: PYTHON_IMAGE }\n"
            )
            .Single();

        problem.ShouldBe("4:20: a base image must be pinned: write NAME:TAG@sha256:DIGEST");
    }

    [Theory]
    [InlineData("services: { auth: { image: shop/auth:1.4.0 } }", "2:28: \"shop/auth:1.4.0\" names one image")]
    [InlineData(
        "services: { auth: {} }\nenvironments: { local: { movingTag: latest } }",
        "3:37: \"latest\" does not identify an image"
    )]
    [InlineData(
        "services: { auth: {} }\nenvironments: { local: { movingTag: 2026.02.1 } }",
        "3:37: \"2026.02.1\" reads like a version or a commit"
    )]
    [InlineData(
        "services: { auth: {} }\nenvironments: { local: { movingTag: a3f2b1c } }",
        "3:37: \"a3f2b1c\" reads like a version or a commit"
    )]
    [InlineData(
        "services: { auth: {} }\nenvironments: { local: { movingTag: 'my tag' } }",
        "3:37: \"my tag\" cannot be a tag"
    )]
    [InlineData(
        "services: { auth: {} }\nbases: { go: { image: 'golang:latest@sha256:00', argument: GO } }",
        "3:23: \"latest\" does not identify an image"
    )]
    [InlineData("services: { auth: { versioning: calendar } }", "2:33: \"versioning\" cannot be \"calendar\"")]
    public void A_tag_says_what_it_names(string rest, string problem)
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        repository.Problems($"platform: shop\n{rest}\n").Single().ShouldStartWith(problem);
    }

    [Theory]
    [InlineData("{ broker: {} }", "2:41: \"broker\" has nothing to start: set its \"image\" or \"command\"")]
    [InlineData("{ postgres: { image: 'postgres:17' } }", "2:60: the image of a test dependency must be pinned")]
    [InlineData("{ redis: { image: 'redis:latest@sha256:00' } }", "2:57: \"latest\" does not identify an image")]
    [InlineData(
        "{ stub: { command: [stub], health: health } }",
        "2:74: \"health\" is not a path: write /health, for example"
    )]
    [InlineData("{ redis: { variables: { A-B: x } } }", "2:63: \"A-B\" cannot be a variable")]
    [InlineData("{ Postgres: {} }", "2:41: \"Postgres\" cannot be a test dependency's name")]
    [InlineData("{ redis: { kind: cache } }", "2:56: \"kind\" cannot be \"cache\"")]
    public void What_tests_need_can_be_started(string dependencies, string problem)
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        repository
            .Problems($"platform: shop\nservices: {{ auth: {{ testDependencies: {dependencies} }} }}\n")
            .Single()
            .ShouldStartWith(problem);
    }

    [Fact]
    public void A_test_dependency_is_what_its_name_says_unless_it_says_otherwise()
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        var service = repository
            .Read(
                "platform: shop\nservices: { auth: { testDependencies: { postgres: {}, orders: { kind: postgres }, stub: { command: [stub] } } } }\n"
            )
            .Services.Single();

        service
            .TestDependencies.Select(dependency => dependency.Kind)
            .ShouldBe([TestDependencyKind.Postgres, TestDependencyKind.Postgres, TestDependencyKind.Server]);
    }

    [Fact]
    public void A_service_is_numbered_as_the_platform_is_unless_it_says_otherwise()
    {
        using var repository = new CatalogFixture("services/auth/go.mod", "services/flag/go.mod");

        var platform = repository.Read(
            "platform: shop\nversioning: calver\nservices: { auth: {}, flag: { versioning: semver } }\n"
        );

        platform.Services.Select(service => service.Versioning).ShouldBe([Versioning.Calver, Versioning.Semver]);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("commitBodies: false\n", false)]
    public void Bodies_of_commits_count_unless_the_catalog_says_otherwise(string stated, bool count)
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        repository.Read($"platform: shop\n{stated}services: {{ auth: {{}} }}\n").CommitBodies.ShouldBe(count);
    }

    [Fact]
    public void A_gate_is_a_target_that_checks_something()
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        var problem = repository
            .Problems("platform: shop\nservices: { auth: {} }\nenvironments:\n  local: { gates: [Tset] }\n")
            .Single();

        problem.ShouldBe("4:20: \"Tset\" is not a gate: did you mean \"Test\"?");
    }

    [Fact]
    public void An_alias_cannot_grow_a_catalog()
    {
        using var repository = new CatalogFixture();

        var problem = repository.Problems("platform: &a shop\nsource: *a\n").Single();

        problem.ShouldStartWith("2:9: not valid YAML: aliases are not supported in a catalog");
    }
}
