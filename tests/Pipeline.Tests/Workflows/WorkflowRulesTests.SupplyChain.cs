using Pipeline.Build.Delivery;
using Pipeline.Workflows.Model;
using Pipeline.Workflows.Pins;

namespace Pipeline.Tests.Workflows;

/// <content>What comes from elsewhere is known, and runs as nothing but what it is.</content>
public sealed partial class WorkflowRulesTests
{
    [Theory, MemberData(nameof(Catalogs))]
    public void Every_action_is_one_of_the_table_at_its_commit_with_its_version(string catalog)
    {
        foreach (var workflow in Workflows(catalog))
        foreach (var line in workflow.Lines.Where(line => line.Contains("uses: ", StringComparison.Ordinal)))
        {
            var used = line.Split("uses: ")[1];
            if (!used.StartsWith("./", StringComparison.Ordinal))
                Pins.Select(pin => $"{pin.Repository}@{pin.Commit} # {pin.Version}").ShouldContain(used, workflow.Name);
        }

        Pins.ShouldAllBe(pin => Pin().IsMatch($"{pin.Commit} {pin.Version}"));
    }

    private static IEnumerable<ActionPin> Pins =>
        UsedActions.All.Concat(
            PlatformWorkflowAttribute.LanguageSetups.Select(setup => setup.Action).OfType<ActionPin>()
        );

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
    public void Submodules_are_checked_out_by_each_job_where_there_are_any_and_by_none_elsewhere(string catalog)
    {
        var wanted = catalog == GeneratedWorkflows.Submodules ? "recursive" : null;

        foreach (var job in Jobs(catalog).Where(job => !job.IsCall))
            job.Uses("actions/checkout").Single().Map("with")!.Text("submodules").ShouldBe(wanted, $"{job}");
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
}
