namespace Pipeline.Tests.Workflows;

/// <summary>The targets around the workflows, run as a user would.</summary>
public sealed class WorkflowFilesTests(GeneratedWorkflows generated) : IClassFixture<GeneratedWorkflows>
{
    [Fact]
    public void A_check_passes_where_nothing_differs_and_else_names_the_attribute_and_the_lines()
    {
        var root = generated.Generate("5 services");
        GeneratedWorkflows.Build(root, "Workflows", "--check").ExitCode.ShouldBe(0);
        var file = File(root, "deliver.yml");
        var before = System.IO.File.ReadAllText(file);
        System.IO.File.WriteAllText(
            file,
            before.Replace("contents: read", "contents: write", StringComparison.Ordinal)
        );

        var check = GeneratedWorkflows.Build(root, "Workflows", "--check");

        check.ExitCode.ShouldBe(255);
        check.StandardOutput.ShouldContain(".github/workflows/deliver.yml, by [DeliverWorkflow]:");
        check.StandardOutput.ShouldContain("contents: write");
        check.StandardOutput.ShouldContain("change [DeliverWorkflow] or the targets' [Job], not the files");
        GeneratedWorkflows
            .Build(root, "Workflows")
            .StandardOutput.ShouldContain("changed .github/workflows/deliver.yml");
        System.IO.File.ReadAllText(file).ShouldBe(before);
    }

    [Fact]
    public void A_workflow_that_is_no_more_is_removed_and_one_of_a_person_stays()
    {
        var root = generated.Generate("5 services");
        System.IO.File.WriteAllText(
            File(root, "old.yml"),
            "# Written by ./build.sh Workflows, as [Old] of the build says.\n"
        );
        System.IO.File.WriteAllText(File(root, "mine.yml"), "name: mine\n");

        var outcome = GeneratedWorkflows.Build(root, "Workflows");

        outcome.StandardOutput.ShouldContain("removed .github/workflows/old.yml");
        System.IO.File.Exists(File(root, "old.yml")).ShouldBeFalse();
        System.IO.File.Exists(File(root, "mine.yml")).ShouldBeTrue();
        System.IO.File.Delete(File(root, "mine.yml"));
    }

    [Theory]
    [InlineData("another branch", "deliver.yml", "branches: [trunk]")]
    [InlineData("another branch", "pull-request.yml", "branches: [trunk]")]
    [InlineData("another branch", "rollback.yml", "if: github.ref == 'refs/heads/trunk'")]
    [InlineData("a branch for each environment", "deliver.yml", "branches: [main, release/qa]")]
    [InlineData(
        "a branch for each environment",
        "deliver.yml",
        "${{ fromJSON('{\"main\":\"develop\",\"release/qa\":\"qa\"}')[github.ref_name] }}"
    )]
    [InlineData(
        "a branch for each environment",
        "rollback.yml",
        "contains(fromJSON('[\"refs/heads/main\",\"refs/heads/release/qa\"]'), github.ref)"
    )]
    public void The_branches_that_are_delivered_from_are_those_of_the_catalog(
        string name,
        string file,
        string expected
    ) => System.IO.File.ReadAllText(File(generated.Generate(name), file)).ShouldContain(expected);

    [Fact]
    public void Nothing_is_written_over_a_file_of_a_person()
    {
        var root = generated.Generate("5 services");
        var generatedText = System.IO.File.ReadAllText(File(root, "nightly.yml"));
        System.IO.File.WriteAllText(File(root, "deliver.yml"), "# Written by Jane, as we need it.\nname: deliver\n");
        System.IO.File.WriteAllText(File(root, "nightly.yml"), generatedText + "# changed\n");

        var outcome = GeneratedWorkflows.Build(root, "Workflows");

        outcome.ExitCode.ShouldNotBe(0);
        outcome.StandardOutput.ShouldContain(
            ".github/workflows/deliver.yml was not written by Workflows, so nothing is: rename it"
        );
        System.IO.File.ReadAllText(File(root, "deliver.yml")).ShouldStartWith("# Written by Jane");
        System.IO.File.ReadAllText(File(root, "nightly.yml")).ShouldEndWith("# changed\n");
        System.IO.File.Delete(File(root, "deliver.yml"));
        GeneratedWorkflows.Build(root, "Workflows").ExitCode.ShouldBe(0);
    }

    [Fact]
    public void Another_repository_gets_the_workflows_of_its_platform_alone()
    {
        var root = generated.Generate("5 services");
        System.IO.File.WriteAllText(
            File(root, "check.yml"),
            "# Written by ./build.sh Workflows, as [GitHubWorkflow] of the build says: change that, not this file.\n"
        );

        var outcome = GeneratedWorkflows.Build(root, "Workflows");

        outcome.StandardOutput.ShouldContain("the workflows are up to date");
        System.IO.File.Exists(File(root, "release.yml")).ShouldBeFalse();
        System.IO.File.Exists(File(root, "check.yml")).ShouldBeTrue();
        System.IO.File.Delete(File(root, "check.yml"));
    }

    [Fact]
    public void What_NUKE_generates_by_itself_is_the_same()
    {
        var root = generated.Generate("5 services");
        var expected = System.IO.File.ReadAllText(File(root, "deliver.yml"));
        System.IO.File.Delete(File(root, "deliver.yml"));
        System.IO.File.Delete(File(root, "deliver-service.yml"));

        var outcome = GeneratedWorkflows.Build(
            root,
            "--generate-configuration",
            "GitHubActions_deliver",
            "--host",
            "GitHubActions"
        );

        outcome.ExitCode.ShouldBe(0, outcome.StandardOutput);
        System.IO.File.ReadAllText(File(root, "deliver.yml")).ShouldBe(expected);
        GeneratedWorkflows.Build(root, "Workflows", "--check").ExitCode.ShouldBe(0);
    }

    [Fact]
    public void An_explanation_tells_what_jobs_run_and_why_they_may()
    {
        var explanation = GeneratedWorkflows.Build(
            generated.Generate("5 services"),
            "Explain",
            "--workflow",
            "deliver"
        );

        explanation.ExitCode.ShouldBe(0, explanation.StandardOutput);
        explanation.StandardOutput.ShouldContain("runs Setup Compile Export\n");
        explanation.StandardOutput.ShouldContain(
            "runs code, and has no rights but for it: Image builds the service by its Dockerfile\n"
        );
        explanation.StandardOutput.ShouldContain(
            "runs FetchTools Receive Sign\n    runs no code but the build's own\n"
        );
        explanation.StandardOutput.ShouldContain("may write id-token: as the role of develop: pushes to the registry");
        explanation.StandardOutput.ShouldContain(
            "has a token for acme/gitops, to write contents: pushes the commit that sets the images"
        );
        explanation.StandardOutput.ShouldContain("reads the secret ARGOCD_AUTH_TOKEN: asks Argo CD");
    }

    [Fact]
    public void A_picture_of_the_jobs_goes_into_the_summary_with_the_arrows_that_matter()
    {
        var root = generated.Generate("5 services");
        var summary = Path.Combine(root, "summary.md");

        GeneratedWorkflows.Build(
            root,
            new Dictionary<string, string?> { ["GITHUB_STEP_SUMMARY"] = summary },
            "Explain",
            "--workflow",
            "deliver"
        );

        var lines = System.IO.File.ReadAllLines(summary);
        lines.ShouldContain("```mermaid");
        lines.ShouldContain("  deliver_service_yml_image[\"image<br/>Setup Compile Export\"]");
        lines
            .Where(line => line.Contains("-> ", StringComparison.Ordinal))
            .ShouldBe([
                "  deliver_yml_plan --> deliver_yml_service",
                "  deliver_yml_service -. calls .-> deliver_service_yml_deliver_service_yml",
                "  deliver_yml_service --> deliver_yml_bump",
                "  deliver_yml_bump --> deliver_yml_sync",
                "  deliver_yml_sync --> deliver_yml_promote",
                "  deliver_yml_promote --> deliver_yml_gate",
                "  deliver_service_yml_verify --> deliver_service_yml_image",
                "  deliver_service_yml_image --> deliver_service_yml_publish",
            ]);
    }

    [Fact]
    public void An_unknown_workflow_is_answered_with_those_that_there_are() =>
        GeneratedWorkflows
            .Build(generated.Generate("5 services"), "Explain", "--workflow", "delivery")
            .StandardOutput.ShouldContain("there is no workflow \"delivery\": there are check, deliver, ");

    private static string File(string root, string name) => Path.Combine(root, ".github", "workflows", name);
}
