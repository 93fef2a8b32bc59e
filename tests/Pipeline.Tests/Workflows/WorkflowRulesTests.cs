using System.Text.RegularExpressions;
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

    private static readonly string[] Deploying = ["Sign", "Bump", "Verify", "Promote", "Rollback", "Drift", "Rescan"];

    public static TheoryData<string> Catalogs => [.. GeneratedWorkflows.Names];

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

    [Fact]
    public void A_token_and_a_key_that_the_catalog_asks_for_stand_in_place_of_an_app_s_and_a_role()
    {
        JobYaml[] jobs = [.. Jobs(GeneratedWorkflows.StaticCredentials)];

        HoldersOf(jobs, "AWS_ACCESS_KEY_ID", "${{ secrets.DELIVERY_KEY_ID }}").ShouldBe(Usual("AWS_ROLE_ARN"));
        HoldersOf(jobs, "AWS_SECRET_ACCESS_KEY", "${{ secrets.DELIVERY_KEY }}").ShouldBe(Usual("AWS_ROLE_ARN"));
        HoldersOf(jobs, "GITOPS_TOKEN", "${{ secrets.GITOPS_PAT }}").ShouldBe(Usual("GITOPS_TOKEN"));
        foreach (var job in jobs)
        {
            job.MayWrite("id-token").ShouldBeFalse($"{job}");
            job.Uses("actions/create-github-app-token").ShouldBeEmpty($"{job}");
            if (ScalarsOf(job.Node).Any(NamedSecret().IsMatch))
                job.Node.Text("environment").ShouldNotBeNull($"{job}");
        }

        static string[] HoldersOf(IEnumerable<JobYaml> some, string variable, string? value = null) =>
            [
                .. some.Where(job => Variable(job, variable) is { } held && (value is null || held == value))
                    .Select(job => $"{job.File.Name} {job.Id}"),
            ];

        string[] Usual(string variable) => HoldersOf(Jobs("5 services"), variable);
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void Each_environment_has_a_role_of_its_own(string catalog)
    {
        foreach (var job in Jobs(catalog))
        {
            if (Variable(job, "AWS_ROLE_ARN") is not { } role)
                continue;

            job.MayWrite("id-token").ShouldBeTrue($"{job}");
            var roles = RoleOf().Matches(role);
            if (roles.Count > 0)
                roles.ShouldAllBe(one =>
                    one.Groups["role"].Value.EndsWith(one.Groups["environment"].Value, StringComparison.Ordinal)
                );
            else if (job.File.Name == "deliver-repository.yml")
                role.ShouldBe("${{ vars.AWS_ROLE_ARN }}");
            else
                role.ShouldEndWith(job.Node.Text("environment").ShouldNotBeNull($"{job}"));
        }
    }

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
            inputs["repositories"]
                .ShouldMatch(@"^([A-Za-z0-9_.,-]+|\$\{\{ fromJSON\('\{.+\}'\)\[(inputs|matrix)\.environment\] \}\})$");
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

    [GeneratedRegex(@"""(?<environment>[a-z]+)"":""arn:aws:iam::\d{12}:role/(?<role>[A-Za-z-]+?)(-audit)?""")]
    private static partial Regex RoleOf();

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
