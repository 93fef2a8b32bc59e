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
            Variable(job, "GITHUB_TOKEN")
                .ShouldBe(isNumbered || job.MayWrite("packages") ? "${{ github.token }}" : null, $"{job}");
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
    public void Only_a_job_that_builds_images_is_given_the_secrets_of_builds(string catalog)
    {
        foreach (var job in Jobs(catalog))
            Variable(job, "NPM_TOKEN")
                .ShouldBe(
                    catalog == "secrets of builds" && job.Runs("Export") ? "${{ secrets.NPM_TOKEN }}" : null,
                    $"{job}"
                );
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void Only_a_job_that_runs_programs_of_services_is_given_what_they_may_see(string catalog)
    {
        foreach (var job in Jobs(catalog))
        {
            var isGiven =
                catalog == "secrets of builds"
                && !job.File.IsForPullRequests
                && (job.Runs("Compile") || job.Runs("Test"));
            Variable(job, "FEED_TOKEN").ShouldBe(isGiven ? "${{ secrets.FEED_TOKEN }}" : null, $"{job}");
        }
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void Only_a_job_that_opens_a_registry_has_its_password_and_that_of_its_environment_alone(string catalog)
    {
        var hasPulls = catalog == "base images in a closed registry";
        var hasPasswords = hasPulls || catalog == "a registry and a password for each environment";

        foreach (var job in Jobs(catalog))
        {
            string[] opened =
                !hasPasswords ? []
                : job.Runs("Sign") && job.File.Name == "deliver-service.yml" ? ["DEVELOP"]
                : job.Runs("Export") && hasPulls && job.File.Name != "deliver-repository.yml" ? ["DEVELOP"]
                : job.Runs("Export") && hasPulls ? ["DEVELOP", "QA", "PRODUCTION"]
                : job.Runs("Promote") && job.File.Name == "deliver.yml" ? ["DEVELOP", "QA"]
                : job.Runs("Bump") && job.File.Name == "deliver.yml" ? ["DEVELOP"]
                : new[] { "Sign", "Bump", "Promote", "Rollback", "Rescan" }.Any(job.Runs)
                    ? ["DEVELOP", "QA", "PRODUCTION"]
                : [];
            foreach (var name in new[] { "DEVELOP", "QA", "PRODUCTION" })
                Variable(job, $"{name}_PASSWORD")
                    .ShouldBe(opened.Contains(name) ? $"${{{{ secrets.{name}_PASSWORD }}}}" : null, $"{job}: {name}");
        }
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void Only_a_job_that_asks_for_error_budgets_has_the_token_and_that_of_the_environment_it_changes(
        string catalog
    )
    {
        foreach (var job in Jobs(catalog))
        {
            string[] asked =
                catalog != "objectives" ? []
                : job.Runs("Promote")
                    ? job.File.Name == "deliver.yml" ? ["QA"]
                        : ["QA", "PRODUCTION"]
                : job.Runs("Bump")
                    ? job.File.Name == "deliver.yml" ? ["DEVELOP"]
                        : ["DEVELOP", "QA", "PRODUCTION"]
                : [];
            foreach (var name in new[] { "DEVELOP", "QA", "PRODUCTION" })
                Variable(job, $"{name}_PROMETHEUS")
                    .ShouldBe(asked.Contains(name) ? $"${{{{ secrets.{name}_PROMETHEUS }}}}" : null, $"{job}: {name}");
        }
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void Only_a_job_that_works_on_hosts_has_their_key_and_one_that_changes_them_what_services_see(string catalog)
    {
        foreach (var job in Jobs(catalog))
        {
            var changes = catalog == "hosts" && new[] { "Bump", "Promote", "Rollback" }.Any(job.Runs);
            var reads = catalog == "hosts" && new[] { "Verify", "Drift" }.Any(job.Runs);
            string[] keys =
            [
                .. new[] { "DEVELOP_KEY", "QA_KEY", "PRODUCTION_KEY" }.Where(key => Variable(job, key) is not null),
            ];

            keys.Any().ShouldBe(changes || reads, $"{job}");
            keys.ShouldAllBe(key => Variable(job, key) == $"${{{{ secrets.{key} }}}}");
            Variable(job, "DATABASE_URL").ShouldBe(changes ? "${{ secrets.DATABASE_URL }}" : null, $"{job}");
        }
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void A_job_that_only_waits_assumes_a_role_where_it_asks_a_cluster(string catalog)
    {
        foreach (var job in Jobs(catalog).Where(job => job.Runs("Verify") && !job.Runs("Bump")))
            (Variable(job, "AWS_ROLE_ARN") is not null).ShouldBe(catalog == "clusters", $"{job}");
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void Who_promotes_is_asked_for_overrides_where_a_gate_may_hold_back(string catalog)
    {
        if (Workflows(catalog).FirstOrDefault(file => file.Name == "promote.yml") is { } promote)
            promote.Text.Contains("      override:\n").ShouldBe(catalog == "objectives");
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void Only_a_job_that_opens_GitHubs_registry_has_a_right_to_packages_and_writes_where_it_must(string catalog)
    {
        var (isOpened, isApart, hasPulls) = (
            catalog.Contains("GitHub's registry", StringComparison.Ordinal),
            catalog.EndsWith("with signatures", StringComparison.Ordinal),
            catalog.StartsWith("base images", StringComparison.Ordinal)
        );

        foreach (var job in Jobs(catalog).Where(job => !job.IsCall))
        {
            var right =
                !isOpened ? null
                : job.Runs("Sign") || (job.Runs("Promote") && isApart) ? "write"
                : new[] { "Bump", "Promote", "Rollback", "Rescan" }.Any(job.Runs) || (job.Runs("Export") && hasPulls)
                    ? "read"
                : null;
            job.Permissions.GetValueOrDefault("packages").ShouldBe(right, $"{job}");
            if (right is null)
                continue;

            Variable(job, "GITHUB_TOKEN").ShouldBe("${{ github.token }}", $"{job}");
            if (right == "write")
                job.Node.Text("environment").ShouldNotBeNull($"{job}");
        }

        foreach (var call in Jobs(catalog).Where(job => job.IsCall))
            call.MayWrite("packages")
                .ShouldBe(CalledBy(call, catalog).Jobs.Any(job => job.MayWrite("packages")), $"{call}");
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void A_bump_asks_the_registry_for_the_images_as_the_one_who_has_pushed_them(string catalog)
    {
        var role = Jobs(catalog)
            .Where(job => job.Runs("Sign") && job.File.Name == "deliver-service.yml")
            .Select(job => Variable(job, "AWS_ROLE_ARN"))
            .FirstOrDefault();
        foreach (var job in Jobs(catalog).Where(job => job.Runs("Bump") && job.File.Name == "deliver.yml"))
            if (!catalog.StartsWith("a branch", StringComparison.Ordinal))
                Variable(job, "AWS_ROLE_ARN").ShouldBe(role, $"{job}");
        foreach (var job in Jobs(catalog).Where(job => job.Runs("Bump")))
        {
            job.MayWrite("id-token").ShouldBe(Variable(job, "AWS_ROLE_ARN") is not null, $"{job}");
            job.Runs("FetchTools").ShouldBe(catalog == "signatures without keys", $"{job}");
        }
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void Only_where_the_catalog_says_so_findings_are_uploaded_by_a_job_that_may_do_nothing_else(string catalog)
    {
        var uploads = Jobs(catalog).Where(job => job.Runs("UploadFindings")).ToArray();

        uploads
            .Select(job => job.File.Name)
            .ShouldBe(
                catalog.StartsWith("code scanning", StringComparison.Ordinal) ? ["deliver.yml", "nightly.yml"] : []
            );
        Jobs(catalog).Except(uploads).ShouldAllBe(job => !job.MayWrite("security-events"));
        foreach (var upload in uploads)
        {
            upload.Permissions.ShouldBe(
                new Dictionary<string, string> { ["contents"] = "read", ["security-events"] = "write" },
                ignoreOrder: true
            );
            upload.Needs.ShouldBe(["plan", "service"]);
            upload
                .Uses("actions/download-artifact")
                .Select(download => download.Map("with")!.Text("pattern"))
                .ShouldBe(["reports-verify-*", "reports-publish-*"]);
        }
    }

    [Theory]
    [InlineData("code scanning", "reports-verify-${{ inputs.service }}")]
    [InlineData(
        "code scanning with versions",
        "reports-verify-${{ inputs.service }}.version-${{ strategy.job-index }}"
    )]
    public void A_job_leaves_its_reports_even_where_they_let_it_fail(string catalog, string artifact)
    {
        var verify = Jobs(catalog).Single(job => job.Runs("Sast") && job.File.Name == "deliver-service.yml");

        var upload = verify.Uses("actions/upload-artifact").ShouldHaveSingleItem();

        upload.Text("if").ShouldBe("success() || failure()");
        upload.Map("with")!.Text("name").ShouldBe(artifact);
        upload.Map("with")!.Text("path").ShouldBe("artifacts/sarif");
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void A_bump_is_for_services_that_got_through_their_own_jobs(string catalog)
    {
        foreach (var job in Jobs(catalog).Where(job => job.Runs("Bump")))
            job.Commands.Single()
                .ShouldContain(
                    job.File.Name == "deliver.yml" ? " --handover publish " : " --handover \"$HANDOVER\" ",
                    Case.Sensitive,
                    $"{job}"
                );
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void What_a_delivery_promotes_it_has_delivered_before(string catalog)
    {
        foreach (var job in Jobs(catalog).Where(job => job.File.Name == "deliver.yml" && job.Runs("Promote")))
        {
            var before = job.Needs.ShouldHaveSingleItem();
            before.ShouldBe(
                new[] { "end-to-end", "sync", "bump" }.First(id => job.File.Jobs.Any(other => other.Id == id))
            );
            Variable(job, "SERVICE").ShouldBe($"${{{{ needs.{before}.outputs.services }}}}", $"{job}");
        }
    }

    [Theory]
    [InlineData("deliver.yml", "bump", "gitops-develop")]
    [InlineData("deliver.yml", "promote", "gitops-qa,gitops-develop")]
    [InlineData(
        "promote.yml",
        "promote",
        """${{ fromJSON('{"qa":"gitops-qa,gitops-develop","production":"gitops-production,gitops-qa"}')[inputs.environment] }}"""
    )]
    [InlineData(
        "rollback.yml",
        "rollback",
        """${{ fromJSON('{"develop":"gitops-develop","qa":"gitops-qa","production":"gitops-production"}')[inputs.environment] }}"""
    )]
    [InlineData(
        "nightly.yml",
        "audit",
        """${{ fromJSON('{"develop":"gitops-develop","qa":"gitops-qa","production":"gitops-production"}')[matrix.environment] }}"""
    )]
    public void A_token_is_for_the_repositories_that_a_job_works_on_and_is_found_under_their_names(
        string file,
        string id,
        string repositories
    )
    {
        var job = Jobs("a GitOps repository and a token for each environment")
            .Single(job => job.File.Name == file && job.Id == id);

        job.Uses("actions/create-github-app-token").Single().Map("with")!.Text("repositories").ShouldBe(repositories);
        foreach (var environment in new[] { "develop", "qa", "production" })
            if (repositories.Contains($"gitops-{environment}", StringComparison.Ordinal))
                Variable(job, $"{environment.ToUpperInvariant()}_TOKEN").ShouldBe("${{ steps.gitops.outputs.token }}");
    }

    [Theory]
    [InlineData("acme/shop", "one of which is the sources' own")]
    [InlineData("other/gitops", "uses GitOps repositories of several owners (other/gitops, acme/gitops)")]
    public void What_no_one_token_is_good_for_is_refused(string repository, string reason)
    {
        var root = generated.Generate("5 services");
        var catalog = Path.Combine(root, "pipeline.yaml");
        var text = File.ReadAllText(catalog);
        File.WriteAllText(
            catalog,
            text.Replace(
                "acme/gitops, path: environments/qa",
                $"{repository}, path: environments/qa",
                StringComparison.Ordinal
            )
        );

        var outcome = GeneratedWorkflows.Build(root, "Workflows", "--check");

        File.WriteAllText(catalog, text);
        outcome.ExitCode.ShouldBe(255);
        outcome.StandardOutput.ShouldContain(reason);
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void A_job_with_rights_keeps_the_record_of_their_use_however_it_ends(string catalog)
    {
        // The plan runs no steps.
        foreach (var job in Jobs(catalog).Where(job => !job.IsCall && job.Id != "plan"))
        {
            var records = job.Uses("actions/upload-artifact")
                .Where(upload => upload.Map("with")!.Text("path") == "artifacts/audit.jsonl")
                .ToArray();
            records.Length.ShouldBe(job.Node.Text("environment") is null ? 0 : 1, $"{job}");
            records.ShouldAllBe(record => record.Text("if") == "always()");
        }
    }

    private static string? Variable(JobYaml job, string name) =>
        job.Steps.Select(step => step.Map("env")?.Text(name)).OfType<string>().SingleOrDefault();

    private static string? FetchDepth(JobYaml job) =>
        job.Uses("actions/checkout").Single().Map("with")!.Text("fetch-depth");

    private static string Remarks(JobYaml job, string scope) =>
        job.Node.Map("permissions")!.Find(scope) is { } right ? job.File.Lines[right.Start.Line - 1] : "";
}
