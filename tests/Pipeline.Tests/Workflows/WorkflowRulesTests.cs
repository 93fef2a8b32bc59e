using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Workflows;
using YamlDotNet.RepresentationModel;

namespace Pipeline.Tests.Workflows;

/// <summary>What holds for every workflow that can be generated.</summary>
public sealed partial class WorkflowRulesTests(GeneratedWorkflows generated) : IClassFixture<GeneratedWorkflows>
{
    private static readonly string[] CallerKeys =
    [
        "name",
        "uses",
        "with",
        "secrets",
        "strategy",
        "needs",
        "if",
        "concurrency",
        "permissions",
    ];

    private static readonly string[] Deploying = ["Sign", "Promote", "Rollback", "Drift", "Rescan"];

    public static TheoryData<string> Catalogs => [.. GeneratedWorkflows.Names];

    // Identity and rights

    [Theory, MemberData(nameof(Catalogs))]
    public void No_right_is_given_to_all_jobs_and_each_one_of_a_job_has_its_reason(string catalog)
    {
        foreach (var workflow in Workflows(catalog))
        {
            workflow.Root.Map("permissions")!.Children.ShouldBeEmpty(workflow.Name);
            workflow.Lines.ShouldContain("permissions: {}");
        }

        foreach (var job in Jobs(catalog))
        {
            job.Permissions.ShouldNotBeEmpty($"{job}");
            job.Permissions.ShouldContainKeyAndValue("contents", job.MayWrite("contents") ? "write" : "read");
        }

        Workflows(catalog)
            .SelectMany(workflow => workflow.Lines)
            .Where(line => Right().IsMatch(line))
            .ShouldAllBe(line => line.Trim() == "contents: read" || Reasoned().IsMatch(line));
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void Only_jobs_that_work_on_what_is_deployed_have_an_identity_and_none_for_a_pull_request(string catalog)
    {
        foreach (var job in Jobs(catalog).Where(job => job.MayWrite("id-token")))
        {
            job.File.IsForPullRequests.ShouldBeFalse($"{job}");
            if (job.IsCall)
                CalledBy(job, catalog).Jobs.ShouldContain(called => called.MayWrite("id-token"));
            else
            {
                Deploying.ShouldContain(target => job.Runs(target), $"{job}");
                job.Node.Text("environment").ShouldNotBeNull($"{job}");
            }
        }
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void No_key_of_a_cloud_is_in_a_workflow(string catalog) =>
        Workflows(catalog)
            .ShouldAllBe(workflow =>
                !workflow.Text.Contains("AWS_ACCESS_KEY", StringComparison.OrdinalIgnoreCase)
                && !workflow.Text.Contains("AWS_SECRET", StringComparison.OrdinalIgnoreCase)
                && !workflow.Text.Contains("AWS_SESSION", StringComparison.OrdinalIgnoreCase)
            );

    [Theory, MemberData(nameof(Catalogs))]
    public void Secrets_are_named_one_by_one_in_jobs_that_an_environment_guards(string catalog)
    {
        foreach (var workflow in Workflows(catalog))
        {
            workflow.Text.ShouldNotContain("inherit");
            SecretUse().Count(workflow.Text).ShouldBe(NamedSecret().Count(workflow.Text), workflow.Name);
        }

        foreach (var job in Jobs(catalog).Where(job => ScalarsOf(job.Node).Any(NamedSecret().IsMatch)))
        {
            job.Node.Text("environment").ShouldNotBeNull($"{job}");
            job.File.IsForPullRequests.ShouldBeFalse($"{job}");
        }
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void The_token_for_the_GitOps_repository_is_an_app_s_for_that_repository_alone(string catalog)
    {
        foreach (var job in Jobs(catalog))
        foreach (var token in job.Uses("actions/create-github-app-token"))
        {
            var inputs = token.Map("with").Pairs();
            inputs["owner"].ShouldNotBeEmpty();
            inputs["repositories"].ShouldMatch("^[A-Za-z0-9_.-]+$");
            inputs.Keys.ShouldContain(key => key.StartsWith("permission-", StringComparison.Ordinal));
        }

        if (catalog.EndsWith("services", StringComparison.Ordinal))
            foreach (var job in Jobs(catalog).Where(job => job.Runs("Bump") || job.Runs("Promote")))
                job.Uses("actions/create-github-app-token").Count().ShouldBe(1, $"{job}");
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void No_trigger_lets_code_of_strangers_in_and_nobody_is_trusted_by_name(string catalog)
    {
        foreach (var workflow in Workflows(catalog))
        {
            workflow.Triggers.ShouldNotContain(name =>
                name == "pull_request_target" || name == "workflow_run" || name == "issue_comment"
            );
            workflow.Text.ShouldNotContain("github.actor");
            workflow.Text.ShouldNotContain("triggering_actor");
        }
    }

    // Supply chain

    [Theory, MemberData(nameof(Catalogs))]
    public void Every_action_is_one_of_the_table_at_its_commit_with_its_version(string catalog)
    {
        foreach (var workflow in Workflows(catalog))
        foreach (var line in workflow.Lines.Where(line => line.Contains("uses: ", StringComparison.Ordinal)))
        {
            var used = line.Split("uses: ")[1];
            if (!used.StartsWith("./", StringComparison.Ordinal))
                ActionPins
                    .All.Select(pin => $"{pin.Repository}@{pin.Commit} # {pin.Version}")
                    .ShouldContain(used, workflow.Name);
        }

        ActionPins.All.ShouldAllBe(pin => Pin().IsMatch($"{pin.Commit} {pin.Version}"));
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void No_tool_and_no_image_is_taken_by_a_tag(string catalog)
    {
        foreach (var job in Jobs(catalog))
        {
            job.Node.Find("container").ShouldBeNull($"{job}");
            job.Node.Find("services").ShouldBeNull($"{job}");
            (job.Node.Text("runs-on") ?? "").ShouldNotEndWith("latest");
        }

        Workflows(catalog).ShouldAllBe(workflow => !Download().IsMatch(workflow.Text));
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void A_checkout_leaves_no_credentials(string catalog)
    {
        foreach (var job in Jobs(catalog).Where(job => !job.IsCall))
        {
            var checkout = job.Uses("actions/checkout").ShouldHaveSingleItem();
            checkout.Map("with")!.Text("persist-credentials").ShouldBe("false", $"{job}");
        }
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void No_job_restores_a_cache(string catalog) =>
        Workflows(catalog)
            .SelectMany(workflow => workflow.Lines)
            .Where(line => line.Contains("cache", StringComparison.OrdinalIgnoreCase))
            .ShouldAllBe(line => line.EndsWith("cache: false", StringComparison.Ordinal));

    [Theory, MemberData(nameof(Catalogs))]
    public void Actions_do_nothing_but_what_neither_gh_nor_the_build_can(string catalog) =>
        Jobs(catalog)
            .SelectMany(job => job.Steps)
            .Select(step => step.Text("uses")?.Split('@')[0])
            .OfType<string>()
            .Distinct()
            .ShouldBeSubsetOf([
                "actions/checkout",
                "actions/upload-artifact",
                "actions/download-artifact",
                "actions/create-github-app-token",
                "actions/setup-go",
            ]);

    // Injection

    [Theory, MemberData(nameof(Catalogs))]
    public void No_expression_is_in_a_command(string catalog) =>
        Jobs(catalog)
            .SelectMany(job => job.Commands)
            .ShouldAllBe(command => !command.Contains("${{", StringComparison.Ordinal));

    [Theory, MemberData(nameof(Catalogs))]
    public void A_command_is_one_line_that_calls_the_build_in_a_named_shell(string catalog)
    {
        foreach (var workflow in Workflows(catalog))
            workflow.Root.Map("defaults")!.Map("run")!.Text("shell").ShouldBe("bash", workflow.Name);
        foreach (var command in Jobs(catalog).SelectMany(job => job.Commands))
            command.ShouldMatch("""^\./build\.sh( ([A-Za-z0-9-]+|--[a-z-]+|"\$[A-Z]+"))+\z""");
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void Nothing_reaches_the_environment_of_later_steps(string catalog) =>
        Workflows(catalog)
            .ShouldAllBe(workflow =>
                !workflow.Text.Contains("GITHUB_ENV", StringComparison.Ordinal)
                && !workflow.Text.Contains("GITHUB_PATH", StringComparison.Ordinal)
            );

    [Theory, MemberData(nameof(Catalogs))]
    public void A_condition_is_a_bare_expression_without_traps(string catalog)
    {
        var conditions = Jobs(catalog)
            .SelectMany(job => job.Steps.Select(step => step.Text("if")).Append(job.If))
            .OfType<string>()
            .ToArray();

        foreach (var condition in conditions)
        {
            condition.ShouldNotContain("${{");
            condition.ShouldNotStartWith("!");
            condition.Replace("contains(fromJSON(", "", StringComparison.Ordinal).ShouldNotContain("contains(");
            Ternary().IsMatch(condition).ShouldBeFalse(condition);
        }

        Workflows(catalog).ShouldAllBe(workflow => !Ternary().IsMatch(workflow.Text));
    }

    // Running well

    [Theory, MemberData(nameof(Catalogs))]
    public void Every_job_has_a_time_limit_but_a_call_which_has_only_what_calls_may_have(string catalog)
    {
        foreach (var job in Jobs(catalog))
            if (job.IsCall)
                job.Node.Children.Keys.Select(key => $"{key}").ShouldBeSubsetOf(CallerKeys, $"{job}");
            else
                int.Parse(job.Node.Text("timeout-minutes")!).ShouldBeInRange(1, 360, $"{job}");
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void Pull_requests_cancel_older_runs_and_everything_else_waits_in_line(string catalog)
    {
        var groups = new List<string>();
        foreach (var workflow in Workflows(catalog).Where(workflow => workflow.Root.Find("concurrency") is not null))
        {
            var concurrency = workflow.Root.Map("concurrency")!;
            concurrency.Text("group")!.ShouldContain("${{ github.ref }}");
            concurrency.Text("cancel-in-progress").ShouldBe(workflow.IsForPullRequests ? "true" : null, workflow.Name);
            concurrency.Text("queue").ShouldBe(workflow.IsForPullRequests ? null : "max", workflow.Name);
            groups.Add(
                concurrency
                    .Text("group")!
                    .Replace("${{ github.workflow }}", workflow.Root.Text("name"), StringComparison.Ordinal)
            );
        }

        // What is called within a run is in the run's own group, and would wait for itself in another.
        Workflows(catalog)
            .Where(workflow => workflow.Root.Find("concurrency") is null)
            .ShouldAllBe(workflow => workflow.Lines[1].StartsWith("# Called by ", StringComparison.Ordinal));
        groups.Select(group => group.ToUpperInvariant()).ShouldBeUnique();
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void A_matrix_is_never_empty_nor_too_large(string catalog)
    {
        foreach (var job in Jobs(catalog).Where(job => job.Node.Map("strategy") is not null))
        {
            var matrix = job.Node.Map("strategy")!.Find("matrix")!;
            if (
                matrix is YamlMappingNode { Children: var axes }
                && !$"{axes.Values.Single()}".StartsWith("${{", StringComparison.Ordinal)
            )
                ((YamlSequenceNode)axes.Values.Single()).Count().ShouldBeInRange(1, 256);
            else if (job.File.Triggers.Contains("workflow_call"))
                job.Node.Map("strategy")!
                    .Text("matrix")
                    .ShouldBe(job.IsCall ? "${{ fromJSON(inputs.matrix) }}" : "${{ fromJSON(inputs.versions) }}");
            else
                job.If.ShouldBe("needs.plan.outputs.services != ''", $"{job}");
        }
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void More_services_than_a_matrix_takes_are_dealt_out_in_chunks(string catalog)
    {
        var count =
            catalog.StartsWith("300", StringComparison.Ordinal) || catalog.StartsWith("1000", StringComparison.Ordinal);

        foreach (var caller in Jobs(catalog).Where(job => job.IsCall && !job.File.Triggers.Contains("workflow_call")))
            caller
                .File.Text.Contains("fromJSON(needs.plan.outputs.chunks)", StringComparison.Ordinal)
                .ShouldBe(count, $"{caller}");
    }

    [Theory]
    [InlineData("5 services with versions", true)]
    [InlineData("300 services with versions", true)]
    [InlineData("5 services", false)]
    public void Services_are_verified_with_each_version_of_their_language(string catalog, bool hasVersions)
    {
        foreach (var job in Jobs(catalog).Where(job => job.Id == "verify" && job.File.Name != "deliver-repository.yml"))
        {
            var setups = job.Uses("actions/setup-go").ToArray();
            setups.Length.ShouldBe(hasVersions ? 1 : 0, $"{job}");
            if (!hasVersions)
                continue;

            setups[0].Text("if").ShouldBe("matrix.language == 'go'");
            setups[0].Map("with")!.Text("go-version").ShouldBe("${{ matrix.version }}");
            job.Node.Map("strategy")!
                .Text("matrix")
                .ShouldBe(
                    job.File.IsForPullRequests
                        ? "${{ fromJSON(needs.plan.outputs.versions) }}"
                        : "${{ fromJSON(inputs.versions) }}"
                );
        }

        foreach (var caller in Jobs(catalog).Where(job => job.Node.Map("with")?.Find("service") is not null))
            caller
                .Node.Map("with")!
                .Text("versions")
                .ShouldBe(hasVersions ? "${{ toJSON(matrix.versions) }}" : null, $"{caller}");
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void Legs_of_a_matrix_report_through_an_artifact_each(string catalog)
    {
        foreach (var job in Jobs(catalog).Where(job => job.Node.Map("strategy") is not null || IsLeg(job)))
        {
            job.Node.Find("outputs").ShouldBeNull($"{job}");
            foreach (var upload in job.Uses("actions/upload-artifact"))
                upload
                    .Map("with")!
                    .Text("name")!
                    .ShouldMatch(@"-\$\{\{ (inputs\.service|matrix\.\w+|strategy\.job-index) \}\}$");
        }
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void One_gate_tells_of_all_jobs_and_no_path_keeps_it_from_starting(string catalog)
    {
        foreach (var workflow in Workflows(catalog).Where(workflow => workflow.Triggers.Any(IsWatched)))
        {
            var gate = workflow.Jobs[^1];
            gate.Id.ShouldBe("gate", workflow.Name);
            gate.If.ShouldBe("always()");
            gate.Needs.ShouldBe(workflow.Jobs.SkipLast(1).Select(job => job.Id), ignoreOrder: true);
            gate.Commands.ShouldBe(["./build.sh Gate"]);
            var results = gate.Steps[^1].Map("env")!.Text("RESULTS")!;
            foreach (var needed in gate.Needs)
                results.ShouldContain($"{needed}=${{{{ needs.{needed}.result }}}}");
            workflow.Text.ShouldNotContain("paths");
        }

        Workflows(catalog)
            .Where(workflow => workflow.IsForPullRequests)
            .ShouldAllBe(workflow => workflow.Triggers.Contains("merge_group"));
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void No_file_and_no_expression_is_larger_than_GitHub_takes(string catalog)
    {
        foreach (var workflow in Workflows(catalog))
        {
            Encoding.UTF8.GetByteCount(workflow.Text).ShouldBeLessThan(500_000, workflow.Name);
            workflow
                .Scalars.Where(scalar => scalar.Contains("${{", StringComparison.Ordinal))
                .ShouldAllBe(scalar => Encoding.UTF8.GetByteCount(scalar) < 20_000);
        }
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void A_file_says_that_it_is_generated_and_ends_in_one_line_end(string catalog)
    {
        foreach (var workflow in Workflows(catalog))
        {
            workflow.Lines[0].ShouldStartWith("# Written by ./build.sh Workflows, as [");
            workflow.Text.ShouldEndWith("\n");
            workflow.Text.ShouldNotEndWith("\n\n");
            workflow.Text.ShouldNotContain("\r");
            workflow.Lines.ShouldAllBe(line => line == line.TrimEnd());
        }
    }

    [Fact]
    public void The_same_catalog_gives_the_same_bytes()
    {
        var first = Bytes(generated.Generate("5 services"));
        foreach (var file in Directory.GetFiles(Folder(generated.Generate("5 services"))))
            File.Delete(file);

        Bytes(generated.Generate("5 services")).ShouldBe(first);
    }

    private ImmutableArray<WorkflowFile> Workflows(string catalog)
    {
        var workflows = generated.Of(catalog);
        workflows.Length.ShouldBeGreaterThan(0);
        return workflows;
    }

    private IEnumerable<JobYaml> Jobs(string catalog) => Workflows(catalog).SelectMany(workflow => workflow.Jobs);

    private WorkflowFile CalledBy(JobYaml job, string catalog) =>
        Workflows(catalog).Single(workflow => job.Node.Text("uses") == $"./.github/workflows/{workflow.Name}");

    private static bool IsLeg(JobYaml job) =>
        job.File.Lines[1].StartsWith("# Called by ", StringComparison.Ordinal) && !job.IsCall;

    private static bool IsWatched(string trigger) => trigger is "pull_request" or "push" or "schedule";

    private static IEnumerable<string> ScalarsOf(YamlNode node) =>
        node.AllNodes.OfType<YamlScalarNode>().Select(scalar => scalar.Value ?? "");

    private static string Folder(string root) => Path.Combine(root, ".github", "workflows");

    private static string[] Bytes(string root) =>
        [
            .. Directory
                .GetFiles(Folder(root))
                .Order(StringComparer.Ordinal)
                .Select(file => $"{file} {Convert.ToHexString(File.ReadAllBytes(file))}"),
        ];

    [GeneratedRegex(
        @"^ +(contents|id-token|issues|pull-requests|packages|security-events|actions|attestations): (read|write)"
    )]
    private static partial Regex Right();

    [GeneratedRegex(@": (read|write) # \w.{10,}$")]
    private static partial Regex Reasoned();

    [GeneratedRegex(@"\bsecrets[.\[)]", RegexOptions.None)]
    private static partial Regex SecretUse();

    [GeneratedRegex(@"\$\{\{ secrets\.[A-Z_]+ \}\}")]
    private static partial Regex NamedSecret();

    [GeneratedRegex(@"^[0-9a-f]{40} v\d+\.\d+\.\d+\z")]
    private static partial Regex Pin();

    [GeneratedRegex("curl|wget|docker://|npx|pip install")]
    private static partial Regex Download();

    [GeneratedRegex(@"&& '[^']*' \|\|")]
    private static partial Regex Ternary();
}
