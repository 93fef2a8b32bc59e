namespace Pipeline.Tests.Adoption;

/// <summary>Manifests in the forms that they have in the field: whose they are, and the field of each image.</summary>
public sealed class ManifestLayoutTests : IDisposable
{
    private readonly AdoptionFixture repository = new();

    [Fact]
    public async Task Manifests_in_a_second_repository()
    {
        using var manifests = new AdoptionFixture().WithDeployment("apps/auth.yaml", "auth", "registry.example/auth:1");
        manifests.Git("remote", "add", "origin", "https://github.com/acme/gitops.git");

        var proposal = await repository.WithService("auth").Propose(manifests);

        AdoptionFixture
            .Keys(proposal)
            .ShouldBe([
                $"platform: {Name()} # the repository's name",
                "services:",
                "auth: # auth/Dockerfile",
                "image: auth # apps/auth.yaml:9",
                "environments:",
                "local:",
                "deployments: none # the manifests are in another repository, which a local delivery leaves alone",
                "production:",
                "registry: registry.example # apps/auth.yaml:9",
                "gitops:",
                "repository: https://github.com/acme/gitops.git # the remote \"origin\"",
                "path: apps # apps/auth.yaml",
                "tokenVariable: GITOPS_TOKEN # the variable that workflows pass the token in",
            ]);
        AdoptionFixture.Places(proposal).ShouldBe(["auth apps/auth.yaml:9"]);
    }

    [Fact]
    public async Task Environments_in_folders_of_their_own()
    {
        repository.WithService("auth");
        repository.Git("remote", "add", "origin", "https://github.com/acme/shop");
        foreach (var name in new[] { "production", "develop" })
            repository.WithDeployment(
                $"gitops/{name}/auth/deployment.yaml",
                "auth",
                $"{name}.registry.example/shop/auth:1"
            );

        var proposal = await repository.Propose();

        AdoptionFixture
            .Keys(proposal)[^15..]
            .ShouldBe([
                "local:",
                "gitops:",
                "path: gitops/develop # gitops/develop/auth/deployment.yaml",
                "develop:",
                "registry: develop.registry.example # gitops/develop/auth/deployment.yaml:9",
                "gitops:",
                "repository: https://github.com/acme/shop # the remote \"origin\"",
                "path: gitops/develop # gitops/develop/auth/deployment.yaml",
                "tokenVariable: GITOPS_TOKEN # the variable that workflows pass the token in",
                "production:",
                "registry: production.registry.example # gitops/production/auth/deployment.yaml:9",
                "gitops:",
                "repository: https://github.com/acme/shop # the remote \"origin\"",
                "path: gitops/production # gitops/production/auth/deployment.yaml",
                "tokenVariable: GITOPS_TOKEN # the variable that workflows pass the token in",
            ]);
        proposal.Proofs.ShouldAllBe(proof => proof.Refusal == null);
        proposal.Lacking.Single().ShouldStartWith("nothing says in which order images go through develop, production");
    }

    [Fact]
    public async Task Overlays_of_kustomize()
    {
        repository
            .WithService("auth")
            .WithDeployment("k8s/base/deployment.yaml", "auth", "acme/auth:1")
            .With("k8s/base/kustomization.yaml", "resources: [deployment.yaml]\n")
            .With(
                "k8s/overlays/prod/kustomization.yaml",
                "resources: [../../base]\nimages:\n  - name: acme/auth\n    newTag: \"40\"\n"
            );

        var proposal = await repository.Propose();

        proposal.Proofs.ShouldAllBe(proof => proof.Refusal == null);
        AdoptionFixture.Keys(proposal)[^1].ShouldBe("path: k8s/base # k8s/base/deployment.yaml");
    }

    [Fact]
    public async Task Values_of_a_chart_for_all_services()
    {
        repository
            .WithService("services/auth")
            .WithService("services/flag")
            .With("charts/shop/Chart.yaml", "name: shop\n")
            .With(
                "charts/shop/values.yaml",
                "services:\n  auth:\n    image: { repository: acme/auth, tag: \"1\" }\n  flag:\n    image: { repository: acme/flag, tag: \"1\" }\npostgresql:\n  image: { repository: postgres, tag: \"16\" }\n"
            );

        var proposal = await repository.Propose();

        AdoptionFixture.Places(proposal).ShouldBe(["auth charts/shop/values.yaml:3", "flag charts/shop/values.yaml:5"]);
    }

    [Fact]
    public async Task Sources_in_folders_that_look_like_those_of_manifests()
    {
        foreach (var (name, folder) in new[] { ("auth", "one"), ("flag", "two") })
            repository.WithService(name).WithDeployment($"{folder}/{name}.yaml", name, $"acme/{name}:1");

        var proposal = await repository.Propose();

        AdoptionFixture.Keys(proposal).ShouldContain("manifests: one/auth.yaml # one/auth.yaml:9");
        AdoptionFixture.Places(proposal).ShouldBe(["auth one/auth.yaml:9", "flag two/flag.yaml:9"]);
    }

    [Fact]
    public async Task Containers_that_all_have_one_name()
    {
        foreach (var name in new[] { "ad", "cart" })
            repository
                .WithService($"src/{name}")
                .With(
                    $"k8s/{name}.yaml",
                    $"kind: Deployment\nmetadata: {{ name: {name} }}\nspec:\n  template:\n    spec:\n      containers:\n        - name: server\n          image: {(name == "ad" ? "ad" : "busybox")}\n"
                );

        var proposal = await repository.Propose();

        AdoptionFixture
            .Keys(proposal)[1..]
            .ShouldBe([
                "services:",
                "ad: # src/ad/Dockerfile",
                "path: src/ad",
                "image: ad # k8s/ad.yaml:8",
                "cart: # src/cart/Dockerfile",
                "path: src/cart",
                "container: server # k8s/cart.yaml:8",
            ]);
        AdoptionFixture.Places(proposal).ShouldBe(["ad k8s/ad.yaml:8", "cart k8s/cart.yaml:8"]);
    }

    private string Name() => Pipeline.Adoption.Services.CandidateName.Of(repository.Root.Name);

    public void Dispose() => repository.Dispose();
}
