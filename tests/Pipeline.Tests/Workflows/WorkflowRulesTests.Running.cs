using System.Text;
using YamlDotNet.RepresentationModel;

namespace Pipeline.Tests.Workflows;

/// <content>Workflows do not stand in each other's way, and fit into what GitHub takes.</content>
public sealed partial class WorkflowRulesTests
{
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
            // A called workflow's jobs have a run of their own, whose outputs no caller sees.
            if (job.Node.Map("strategy") is not null)
                job.Node.Find("outputs").ShouldBeNull($"{job}");
            job.File.Text.ShouldNotContain("jobs.", Case.Sensitive, job.File.Name);
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

    [Theory]
    [InlineData("1 service")]
    [InlineData("5 services")]
    [InlineData("300 services")]
    [InlineData("1000 services")]
    public void The_same_catalog_gives_the_same_bytes(string catalog)
    {
        var root = generated.Generate(catalog);
        var first = Bytes(root);
        foreach (var file in Directory.GetFiles(Folder(root)))
            File.Delete(file);

        Bytes(generated.Generate(catalog)).ShouldBe(first);
    }
}
