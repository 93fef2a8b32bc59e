using Pipeline.Adoption.Trees;

namespace Pipeline.Tests.Adoption;

/// <summary>Repositories whose services or manifests are submodules: commits of other repositories.</summary>
public sealed class SubmoduleLayoutTests : IDisposable
{
    private readonly AdoptionFixture repository = new();
    private readonly AdoptionFixture other = new();

    [Fact]
    public async Task A_service_in_a_submodule_is_found()
    {
        other.WithService(".").Commit();
        repository.WithService("services/flag").WithSubmodule("services/auth", other);

        var proposal = await repository.Propose();

        proposal.Services.Select(service => service.Path).ShouldBe(["services/auth", "services/flag"]);
        proposal.Text.ShouldContain("  auth: {} # services/auth/Dockerfile\n");
    }

    [Fact]
    public async Task Files_that_Git_does_not_know_count_in_a_submodule_too()
    {
        other.With("README", "").Commit();
        repository.WithSubmodule("services/auth", other).WithService("services/auth");

        (await repository.Propose()).Services.Single().Path.ShouldBe("services/auth");
    }

    [Fact]
    public async Task A_list_of_submodules_leads_to_no_other_repository()
    {
        other.WithService("flag");
        repository
            .WithService("auth")
            .With(".gitmodules", $"[submodule \"x\"]\n\tpath = ../{other.Root.Name}\n\turl = https://example.org/x\n");

        (await repository.Propose()).Services.Select(service => service.Name).ShouldBe(["auth"]);
    }

    [Fact]
    public async Task A_submodule_that_is_not_checked_out_is_named()
    {
        other.WithService(".").Commit();
        repository.WithService("flag").WithSubmodule("auth", other).Commit();
        repository.Git("submodule", "deinit", "--quiet", "--force", "auth");

        var proposal = await repository.Propose();

        proposal.Lacking.ShouldContain(
            "nothing was looked for in auth, a submodule that is not checked out: fetch it with \"git submodule update --init auth\""
        );
    }

    [Fact]
    public async Task Where_all_services_are_in_such_a_submodule_that_is_why_none_is_found()
    {
        other.WithService(".").Commit();
        repository.WithSubmodule("auth", other).Commit();
        repository.Git("submodule", "deinit", "--quiet", "--force", "auth");

        var problem = await Should.ThrowAsync<AdoptionException>(() => repository.Propose());

        problem.Message.ShouldEndWith("fetch it with \"git submodule update --init auth\"");
    }

    [Fact]
    public async Task Manifests_in_a_submodule_are_those_of_another_repository()
    {
        other.WithDeployment("auth.yaml", "auth", "registry.example/auth:1").Commit();
        repository.WithService("auth").WithSubmodule("gitops", other);

        var proposal = await repository.Propose();

        proposal.Text.ShouldContain("deployments: none");
        proposal.Lacking.ShouldContain(
            $"manifests of these services are in gitops, a submodule with commits of its own: --gitops {repository.Root / "gitops"} delivers to it"
        );
    }

    [Fact]
    public async Task They_are_found_where_the_submodule_is_named()
    {
        other.WithDeployment("auth.yaml", "auth", "registry.example/auth:1").Commit();
        repository.WithService("auth").WithSubmodule("gitops", other);

        var proposal = await repository.Propose(manifests: repository.Root / "gitops");

        proposal.Proofs.Single().Images.Single().Place.ShouldBe("auth.yaml:9");
    }

    public void Dispose()
    {
        repository.Dispose();
        other.Dispose();
    }
}
