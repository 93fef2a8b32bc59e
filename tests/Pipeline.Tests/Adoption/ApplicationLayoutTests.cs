namespace Pipeline.Tests.Adoption;

/// <summary>Repositories in which Argo CD's applications say what is applied, and where.</summary>
public sealed class ApplicationLayoutTests : IDisposable
{
    private readonly AdoptionFixture repository = new();

    public ApplicationLayoutTests() => repository.Git("remote", "add", "origin", "git@github.com:acme/shop.git");

    [Fact]
    public async Task Of_two_folders_with_the_same_services_the_applied_one_is_meant()
    {
        foreach (var folder in new[] { "plain", "rendered" })
        foreach (var name in new[] { "auth", "flag" })
            repository
                .WithService(name)
                .WithDeployment($"deploy/{folder}/{name}.yaml", name, $"registry.example/{name}:1");
        repository.With("argocd/shop.yaml", Application("shop", "deploy/rendered"));

        var proposal = await repository.Propose();

        proposal.Questions.ShouldBeEmpty();
        proposal.Text.ShouldContain("path: deploy/rendered # argocd/shop.yaml:6\n");
    }

    [Theory]
    [InlineData("auth-prod", "auth")]
    [InlineData("auth", "shop-prod")]
    public async Task An_application_tells_the_environment_of_manifests_whose_path_does_not(
        string name,
        string @namespace
    )
    {
        repository
            .WithService("auth")
            .WithDeployment("deploy/auth.yaml", "auth", "registry.example/auth:1")
            .With("argocd/auth.yaml", Application(name, "deploy", @namespace));

        var proposal = await repository.Propose();

        proposal.Text.ShouldContain("  prod:\n    registry: registry.example # deploy/auth.yaml:9\n");
    }

    [Fact]
    public async Task An_application_of_another_repository_says_nothing_of_this_one()
    {
        repository
            .WithService("auth")
            .WithDeployment("deploy/auth.yaml", "auth", "registry.example/auth:1")
            .With(
                "argocd/other.yaml",
                Application("other-prod", "deploy").Replace("acme/shop", "acme/other", StringComparison.Ordinal)
            );

        (await repository.Propose()).Text.ShouldContain("  production:\n");
    }

    [Fact]
    public async Task One_folder_that_goes_to_two_environments_tells_none()
    {
        repository
            .WithService("auth")
            .WithDeployment("deploy/auth.yaml", "auth", "registry.example/auth:1")
            .With("argocd/qa.yaml", Application("auth-qa", "deploy"))
            .With("argocd/prod.yaml", Application("auth-prod", "deploy"));

        var proposal = await repository.Propose();

        proposal.Text.ShouldContain("  production:\n");
    }

    [Fact]
    public async Task The_names_of_applications_become_a_pattern()
    {
        foreach (var name in new[] { "auth", "flag" })
            repository
                .WithService(name)
                .WithDeployment($"deploy/prod/{name}/app.yaml", name, $"registry.example/{name}:1")
                .With($"argocd/{name}.yaml", Application($"shop-{name}-prod", $"deploy/prod/{name}"));

        var proposal = await repository.Propose();

        proposal.Text.ShouldContain(
            "    argocd:\n      application: \"shop-{service}-{environment}\" # argocd/auth.yaml:6\n"
        );
        proposal.Lacking.ShouldContain(
            "Argo CD applies prod (argocd/auth.yaml:6), and no file says where it is: --answer environments.prod.argocd.server=https://HOST lets Verify wait for it"
        );
    }

    [Theory]
    [InlineData("auth-prod", "flag-prod")]
    [InlineData("auth-live", "toggles")]
    public async Task A_pattern_that_need_not_be_stated_or_does_not_hold_is_not(string auth, string flag)
    {
        foreach (var (name, application) in new[] { ("auth", auth), ("flag", flag) })
            repository
                .WithService(name)
                .WithDeployment($"deploy/prod/{name}/app.yaml", name, $"registry.example/{name}:1")
                .With($"argocd/{name}.yaml", Application(application, $"deploy/prod/{name}"));

        (await repository.Propose()).Text.ShouldNotContain("argocd:");
    }

    [Theory]
    [InlineData(
        "- git: { directories: [{ path: 'deploy/prod/*' }, { path: deploy/prod/old, exclude: true }] }",
        "'{{path.basename}}-live'",
        "'{{path}}'"
    )]
    [InlineData(
        "- git: { directories: [{ path: 'deploy/prod/*' }] }",
        "'{{ .path.basename }}-live'",
        "'{{ .path.path }}'"
    )]
    [InlineData("- list: { elements: [{ name: auth }, { name: flag }] }", "'{{name}}-live'", "'deploy/prod/{{name}}'")]
    [InlineData(
        "- matrix: { generators: [{ list: { elements: [{ stage: prod }] } }, { git: { directories: [{ path: 'deploy/prod/*' }] } }] }",
        "'{{path[2]}}-live'",
        "'deploy/{{stage}}/{{path.basename}}'"
    )]
    public async Task An_ApplicationSet_stands_for_its_applications(string generator, string name, string path)
    {
        foreach (var service in new[] { "auth", "flag" })
            repository
                .WithService(service)
                .WithDeployment($"deploy/prod/{service}/app.yaml", service, $"registry.example/{service}:1");
        repository.With("argocd/set.yaml", ApplicationSet(generator, name, path));

        var proposal = await repository.Propose();

        proposal.Text.ShouldContain("      application: \"{service}-live\" # argocd/set.yaml:10\n");
    }

    [Theory]
    [InlineData("- clusters: {}", "'{{name}}-live'")]
    [InlineData("- list: { elements: [{ other: auth }] }", "'{{name}}-live'")]
    public async Task What_Argo_CD_alone_knows_is_left_to_it(string generator, string name)
    {
        repository
            .WithService("auth")
            .WithDeployment("deploy/prod/auth/app.yaml", "auth", "registry.example/auth:1")
            .With("argocd/set.yaml", ApplicationSet(generator, name, "deploy/prod/auth"));

        (await repository.Propose()).Lacking.ShouldNotContain(each =>
            each.StartsWith("Argo CD applies", StringComparison.Ordinal)
        );
    }

    private static string Application(string name, string path, string @namespace = "shop") =>
        $$"""
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata: { name: {{name}}, namespace: argocd }
            spec:
              source:
                path: {{path}}
                repoURL: https://github.com/acme/shop
              destination: { name: in-cluster, namespace: {{@namespace}} }

            """;

    private static string ApplicationSet(string generator, string name, string path) =>
        $$"""
            apiVersion: argoproj.io/v1alpha1
            kind: ApplicationSet
            metadata: { name: shop }
            spec:
              generators:
                {{generator}}
              template:
                metadata: { name: {{name}} }
                spec:
                  source: { repoURL: https://github.com/acme/shop, path: {{path}} }
                  destination: { name: in-cluster, namespace: shop }

            """;

    public void Dispose() => repository.Dispose();
}
