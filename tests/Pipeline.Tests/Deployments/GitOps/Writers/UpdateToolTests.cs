using Pipeline.Deployments.GitOps.Writers;

namespace Pipeline.Tests.Deployments.GitOps.Writers;

/// <summary>When Renovate or Dependabot propose later versions of the image.</summary>
public sealed class UpdateToolTests
{
    [Theory]
    [InlineData("renovate.json", "{ \"extends\": [\"config:recommended\"] }")]
    [InlineData(".github/renovate.json5", "// Ours\n{\n\textends: ['config:recommended'], /* all\n of it */\n}\n")]
    [InlineData(".renovaterc", "{ \"kustomize\": { \"enabled\": true } }")]
    public void Renovate_proposes_versions_of_what_kustomizations_set(string file, string content)
    {
        var writer = WriterCase.Kustomized.With(file, content).Writer();

        writer.Refuses.ShouldBeFalse();
        writer.Effect.ShouldBe(WriterEffect.Proposes);
        writer.File.ShouldBe(file);
        writer.Message.ShouldStartWith(
            $"Renovate's manager kustomize proposes later versions of the image of auth ({WriterCase.Folder}/kustomization.yaml:"
        );
    }

    [Fact]
    public void A_finding_in_JSON5_has_its_line_and_column() =>
        WriterCase
            .Kustomized.With("renovate.json5", "/* Ours,\n   for all */\n{\n\t'extends': ['config:recommended'],\n}\n")
            .Writer()
            .ToString()
            .ShouldStartWith("renovate.json5:4:2 ");

    [Theory]
    [InlineData("{ kubernetes: { managerFilePatterns: ['/^gitops\\\\/.+\\\\.yaml$/'] } }")]
    [InlineData("{ kubernetes: { managerFilePatterns: ['gitops/**/*.{yaml,yml}'] } }")]
    [InlineData("{ \"kubernetes\": { \"fileMatch\": [\"^gitops/.+\\\\.yaml$\"] } }")]
    public void Renovate_reads_plain_manifests_that_a_pattern_names(string content) =>
        WriterCase.Plain.With("renovate.json5", content).Writer().Message.ShouldContain("manager kubernetes");

    [Fact]
    public void Renovate_reads_values_without_being_told() =>
        WriterCase
            .Charted.With("renovate.json", "{\"labels\":[\"updates\"]}")
            .Writer()
            .Message.ShouldContain("helm-values");

    [Theory]
    [InlineData("{ \"enabled\": false }")]
    [InlineData("{ \"enabledManagers\": [\"npm\", \"gomod\"] }")]
    [InlineData("{ \"kustomize\": { \"enabled\": false } }")]
    [InlineData("{ \"extends\": [\"docker:disable\"] }")]
    [InlineData("{ \"ignorePaths\": [\"gitops/**\"] }")]
    [InlineData("{ \"includePaths\": [\"services/**\"] }")]
    [InlineData("{ \"ignoreDeps\": [\"registry.example:5000/togglemaster/auth-service\"] }")]
    [InlineData(
        "{ \"packageRules\": [{ \"matchPackageNames\": [\"registry.example:5000/**\"], \"enabled\": false }] }"
    )]
    [InlineData("{ \"packageRules\": [{ \"matchPackageNames\": [\"/togglemaster/\"], \"enabled\": false }] }")]
    [InlineData(
        "{ \"packageRules\": [{ \"matchManagers\": [\"kustomize\"], \"matchFileNames\": [\"gitops/**\"], \"enabled\": false }] }"
    )]
    [InlineData("{ \"packageRules\": [{ \"matchDatasources\": [\"docker\"], \"enabled\": false }] }")]
    [InlineData("{ // not JSON")]
    public void Renovate_that_leaves_the_image_alone_is_nothing(string content) =>
        WriterCase.Kustomized.With("renovate.json", content).Writers().ShouldBeEmpty();

    [Theory]
    [InlineData("{ \"packageRules\": [{ \"matchPackageNames\": [\"redis\"], \"enabled\": false }] }")]
    [InlineData("{ \"packageRules\": [{ \"matchPackageNames\": [\"!/togglemaster/\"], \"enabled\": false }] }")]
    [InlineData("{ \"packageRules\": [{ \"matchUpdateTypes\": [\"major\"], \"enabled\": false }] }")]
    [InlineData(
        "{ \"packageRules\": [{ \"matchDatasources\": [\"docker\"], \"enabled\": false }, { \"matchManagers\": [\"kustomize\"], \"enabled\": true }] }"
    )]
    public void A_rule_for_others_or_for_a_part_of_the_versions_leaves_it_on(string content) =>
        WriterCase.Kustomized.With("renovate.json", content).Writers().ShouldHaveSingleItem();

    [Fact]
    public void Nobody_proposes_later_versions_of_a_hash()
    {
        var hashed = WriterCase.Kustomized.Hashed();

        hashed
            .With("renovate.json", "{}")
            .With("renovate.json", "{ \"extends\": [\"config:recommended\"] }")
            .With(".github/dependabot.yml", Dependabot())
            .Writers()
            .ShouldBeEmpty();
    }

    [Fact]
    public void Renovate_reads_plain_manifests_only_where_it_is_told_to() =>
        WriterCase.Plain.With("renovate.json", "{ \"extends\": [\"config:recommended\"] }").Writers().ShouldBeEmpty();

    [Theory]
    [InlineData("docker", "directory: /gitops/develop/auth")]
    [InlineData("docker", "directories: ['/gitops/*/*']")]
    [InlineData("docker", "directories: ['/gitops/**']")]
    public void Dependabot_proposes_versions_in_the_folders_that_it_is_given(string ecosystem, string folders)
    {
        var writer = WriterCase.Plain.With(".github/dependabot.yml", Dependabot(ecosystem, folders)).Writer();

        writer
            .ToString()
            .ShouldStartWith(
                $".github/dependabot.yml:3:24 Dependabot proposes later versions of the image of auth ({WriterCase.Folder}/deployment.yaml:9)"
            );
        writer.Refuses.ShouldBeFalse();
    }

    [Theory]
    [InlineData("gomod", "directory: /gitops/develop/auth")]
    [InlineData("docker", "directory: /services/auth")]
    [InlineData("docker", "directory: /gitops")]
    [InlineData("docker", "directory: /gitops/develop/auth\n    open-pull-requests-limit: 0")]
    [InlineData("docker", "directory: /gitops/develop/auth\n    ignore: [{ dependency-name: '*' }]")]
    [InlineData("docker", "directory: /gitops/develop/auth\n    ignore: [{ dependency-name: '*/togglemaster/*' }]")]
    public void Dependabot_for_other_folders_or_that_ignores_the_image_is_nothing(string ecosystem, string folders) =>
        WriterCase.Plain.With(".github/dependabot.yml", Dependabot(ecosystem, folders)).Writers().ShouldBeEmpty();

    private static string Dependabot(string ecosystem = "docker", string folders = "directories: ['/**']") =>
        $"version: 2\nupdates:\n  - package-ecosystem: {ecosystem}\n    {folders}\n    schedule: {{ interval: weekly }}\n";
}
