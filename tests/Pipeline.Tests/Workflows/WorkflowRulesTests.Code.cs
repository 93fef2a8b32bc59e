namespace Pipeline.Tests.Workflows;

/// <content>Code of services reaches no rights, and what it leaves is taken for no more than it is.</content>
public sealed partial class WorkflowRulesTests
{
    private static readonly string[] WithCode = ["Compile", "Test", "Lint", "Sast", "Sca", "Image", "Export", "Smoke"];

    [Theory, MemberData(nameof(Catalogs))]
    public void A_job_that_runs_code_of_services_can_write_nothing_and_be_nobody(string catalog)
    {
        foreach (var job in Jobs(catalog).Where(job => !job.IsCall && WithCode.Any(job.Runs)))
        {
            job.Permissions.Values.ShouldAllBe(access => access == "read", $"{job}");
            job.Permissions.Keys.ShouldBeSubsetOf(["contents", "packages"], $"{job}");
            job.Uses("actions/create-github-app-token").ShouldBeEmpty($"{job}");
            foreach (var name in new[] { "AWS_ROLE_ARN", "AWS_ACCESS_KEY_ID", "SIGNING_KEY", "GITOPS_TOKEN" })
                Variable(job, name).ShouldBeNull($"{job}: {name}");
        }
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void A_job_with_rights_is_given_the_digest_of_what_code_has_left_and_nothing_in_its_place(string catalog)
    {
        foreach (var job in Jobs(catalog).Where(job => job.Runs("Receive")))
        {
            var download = job.Uses("actions/download-artifact").ShouldHaveSingleItem().Map("with").Pairs();
            download["name"].ShouldBe("image-${{ inputs.service }}");
            download["path"].ShouldBe("artifacts/arrivals/image");
            Variable(job, "HANDOVER").ShouldBe("image@${{ needs.image.outputs.handover }}");
            job.Needs.ShouldBe(["image"]);
            var image = job.File.Jobs.Single(other => other.Id == "image");
            image.Node.Map("outputs")!.Text("handover").ShouldBe("${{ steps.run.outputs.handover }}");
            image.Steps.Single(step => step.Text("run") is not null).Text("id").ShouldBe("run");
        }
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void Only_the_job_that_receives_an_image_signs_and_pushes_it(string catalog)
    {
        foreach (var job in Jobs(catalog).Where(job => new[] { "Scan", "Sbom", "Push", "Sign" }.Any(job.Runs)))
        {
            job.Id.ShouldBe("publish", $"{job}");
            job.Runs("Receive").ShouldBeTrue($"{job}");
            job.Runs("Setup").ShouldBeFalse($"{job}: what apt installs would run beside rights");
        }
    }

    [Theory, MemberData(nameof(Catalogs))]
    public void Artifacts_of_many_services_are_kept_apart_by_their_names(string catalog)
    {
        foreach (var job in Jobs(catalog))
        foreach (var download in job.Uses("actions/download-artifact").Select(step => step.Map("with").Pairs()))
        {
            download.ShouldNotContainKey("merge-multiple", $"{job}");
            download["path"].ShouldStartWith("artifacts/arrivals", Case.Sensitive, $"{job}");
            if (download.TryGetValue("pattern", out var pattern))
                Workflows(catalog)
                    .SelectMany(workflow => workflow.Jobs)
                    .SelectMany(other => other.Uses("actions/upload-artifact"))
                    .Select(upload => upload.Map("with")!.Text("name")!.Split(".version-")[0])
                    .ShouldContain($"{pattern.TrimEnd('*')}${{{{ inputs.service }}}}", $"{job}");
        }
    }
}
