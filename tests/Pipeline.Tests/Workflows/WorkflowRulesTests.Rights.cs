namespace Pipeline.Tests.Workflows;

/// <content>What the catalog asks for brings its rights along, and nothing else does.</content>
public sealed partial class WorkflowRulesTests
{
    [Theory, MemberData(nameof(Catalogs))]
    public void Only_a_job_that_numbers_images_may_write_tags_and_Git_gets_its_token(string catalog)
    {
        var isNumbered =
            catalog.Contains(" versions", StringComparison.Ordinal)
            && !catalog.EndsWith("with versions", StringComparison.Ordinal);

        foreach (var job in Jobs(catalog).Where(job => job.Runs("Sign")))
        {
            job.MayWrite("contents").ShouldBe(isNumbered, $"{job}");
            Variable(job, "GITHUB_TOKEN").ShouldBe(isNumbered ? "${{ github.token }}" : null, $"{job}");
            FetchDepth(job).ShouldBe(catalog == "semantic versions" ? "0" : null, $"{job}");
            if (isNumbered)
                job.Node.Text("environment").ShouldNotBeNull($"{job}");
        }
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void Only_where_there_is_no_key_the_workflow_signs_as_itself(string catalog)
    {
        foreach (var job in Jobs(catalog).Where(job => job.Runs("Sign")))
        {
            Remarks(job, "id-token")
                .Contains("as this workflow: signs images", StringComparison.Ordinal)
                .ShouldBe(catalog == "signatures without keys", $"{job}");
            Variable(job, "SIGNING_KEY")
                .ShouldBe(catalog == "signatures with a key" ? "${{ secrets.SIGNING_KEY }}" : null, $"{job}");
        }
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void Only_where_signatures_have_to_verify_the_bump_asks_the_registry_for_them(string catalog)
    {
        foreach (var job in Jobs(catalog).Where(job => job.Runs("Bump")))
        {
            job.MayWrite("id-token").ShouldBe(catalog.StartsWith("signatures", StringComparison.Ordinal), $"{job}");
            (Variable(job, "AWS_ROLE_ARN") is not null).ShouldBe(job.MayWrite("id-token"), $"{job}");
            job.Runs("FetchTools").ShouldBe(catalog == "signatures without keys", $"{job}");
        }
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void A_bump_is_for_services_that_got_through_their_own_jobs(string catalog)
    {
        foreach (var job in Jobs(catalog).Where(job => job.Runs("Bump")))
            job.Commands.Single()
                .Contains(" --handed-over ", StringComparison.Ordinal)
                .ShouldBe(job.File.Name == "deliver.yml", $"{job}");
    }

    private static string? Variable(JobYaml job, string name) =>
        job.Steps.Select(step => step.Map("env")?.Text(name)).OfType<string>().SingleOrDefault();

    private static string? FetchDepth(JobYaml job) =>
        job.Uses("actions/checkout").Single().Map("with")!.Text("fetch-depth");

    private static string Remarks(JobYaml job, string scope) =>
        job.Node.Map("permissions")!.Find(scope) is { } right ? job.File.Lines[right.Start.Line - 1] : "";
}
