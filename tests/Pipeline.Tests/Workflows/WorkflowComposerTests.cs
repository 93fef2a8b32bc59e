using Pipeline.Workflows.Design;
using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;

namespace Pipeline.Tests.Workflows;

public sealed class WorkflowComposerTests
{
    private readonly List<TargetNode> targets = [new() { Name = "Plan" }];

    [Fact]
    public void Services_that_go_through_several_jobs_wait_for_what_is_run_once_before_them()
    {
        Add("Prepare", "prepare");
        Add("Test", "test", Per.Service, "Prepare");
        Add("Image", "image", Per.Service, "Test");
        Add("Bump", "bump", Per.Run, "Image");

        var workflows = Compose("Bump");

        workflows.Select(workflow => workflow.File).ShouldBe(["deliver.yml", "deliver-service.yml"]);
        Needs(workflows[0]).ShouldBe(["plan:", "prepare:", "service: plan prepare", "bump: plan service"]);
        Needs(workflows[1]).ShouldBe(["test:", "image: test"]);
    }

    [Fact]
    public void One_job_for_each_service_needs_no_workflow_of_its_own()
    {
        Add("Test", "test", Per.Service);

        var workflow = Compose("Test").ShouldHaveSingleItem();

        workflow.Jobs[^1].Matrix!.Expression.ShouldBe("${{ fromJSON(needs.plan.outputs.matrix) }}");
        workflow.Jobs[^1].If.ShouldBe("needs.plan.outputs.services != ''");
    }

    [Fact]
    public void What_would_let_all_services_wait_for_the_slowest_is_refused()
    {
        Add("Test", "test", Per.Service);
        Add("Approve", "approve", Per.Run, "Test");
        Add("Image", "image", Per.Service, "Approve");

        Should
            .Throw<WorkflowException>(() => Compose("Image"))
            .Message.ShouldStartWith("\"approve\" stands between jobs that are run for each service");
    }

    [Fact]
    public void Files_cross_from_each_leg_to_the_job_that_takes_them_all()
    {
        Add("Look", "look", Per.Environment);
        targets[^1] = targets[^1] with { Produces = ["out/report"] };
        Add("Sum", "sum", Per.Run, "Look");
        targets[^1] = targets[^1] with { Consumes = ["Look"] };

        var jobs = Compose("Sum").ShouldHaveSingleItem().Jobs;

        Input(jobs[0], "name").ShouldBe("look-${{ matrix.environment }}");
        Input(jobs[1], "pattern").ShouldBe("look-*");
        Input(jobs[1], "path").ShouldBe("out/report");
    }

    [Fact]
    public void What_is_handed_over_is_not_put_in_place_and_its_digest_goes_along()
    {
        Add("Image", "image");
        targets[^1] = targets[^1] with { Produces = ["out/handover", "out/report"] };
        Add("Push", "push", Per.Run, "Image");
        targets[^1] = targets[^1] with { Consumes = ["Image"] };

        var jobs = Compose("Push", WithHandover).ShouldHaveSingleItem().Jobs;

        Inputs(jobs[0], "name").ShouldBe(["image", "files-image"]);
        Inputs(jobs[0], "path").ShouldBe(["out/handover", "out/report"]);
        jobs[0].Outputs.ShouldBe([new("handover", "${{ steps.run.outputs.handover }}")]);
        Inputs(jobs[1], "name").ShouldBe(["image", "files-image"]);
        Inputs(jobs[1], "path").ShouldBe(["out/arrivals/image", "out/report"]);
        var run = jobs[1].Steps.OfType<RunStep>().ShouldHaveSingleItem();
        run.Command.ShouldBe("./build.sh Push --handover \"$HANDOVER\" --skip Image");
        run.Variables.ShouldBe([new("HANDOVER", "image@${{ needs.image.outputs.handover }}")]);
    }

    [Fact]
    public void What_legs_hand_over_is_told_apart_by_the_names_of_their_artifacts()
    {
        Add("Image", "image", Per.Service);
        targets[^1] = targets[^1] with { Produces = ["out/handover"] };
        Add("Bump", "bump", Per.Run, "Image");
        targets[^1] = targets[^1] with { Consumes = ["Image"] };

        var jobs = Compose("Bump", WithHandover).ShouldHaveSingleItem().Jobs;

        var (image, bump) = (jobs.Single(job => job.Id == "image"), jobs.Single(job => job.Id == "bump"));
        Input(image, "name").ShouldBe("image-${{ matrix.service }}");
        image.Outputs.ShouldBeEmpty();
        Input(bump, "pattern").ShouldBe("image-*");
        Input(bump, "path").ShouldBe("out/arrivals");
        Input(bump, "merge-multiple").ShouldBeNull();
        bump.Steps.OfType<RunStep>().Single().Command.ShouldContain(" --handover image ");
    }

    [Fact]
    public void A_job_waits_itself_for_one_whose_digest_it_is_told()
    {
        Add("Image", "image");
        targets[^1] = targets[^1] with { Produces = ["out/handover"] };
        Add("Look", "look", Per.Run, "Image");
        Add("Push", "push", Per.Run, "Image", "Look");
        targets[^1] = targets[^1] with { Consumes = ["Image"] };

        Needs(Compose("Push", WithHandover)[0])[^1].ShouldBe("push: image look");
    }

    private static WorkflowDesign WithHandover(WorkflowDesign design) =>
        design with
        {
            Handover = new("out/handover", "out/arrivals", "handover", "handover"),
        };

    [Fact]
    public void Files_that_no_other_job_takes_stay_where_they_are()
    {
        Add("Pack", "pack");
        targets[^1] = targets[^1] with { Produces = ["out/*.zip"] };
        Add("Check", "pack", Per.Run, "Pack");
        targets[^1] = targets[^1] with { Consumes = ["Pack"] };

        Compose("Check").ShouldHaveSingleItem().Jobs[0].Steps.Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("a/b", "a/b")]
    [InlineData("a/*.zip", "a")]
    [InlineData("*.zip", ".")]
    [InlineData("a/b/c a/b/d", "a/b")]
    public void Files_lie_where_they_lay(string paths, string folder) =>
        JobArtifacts.FolderOf([.. paths.Split(' ')]).ShouldBe(folder);

    [Fact]
    public void What_a_person_chooses_is_in_no_command()
    {
        Add("Promote", "promote");

        var run = (RunStep)
            Compose(
                "Promote",
                design =>
                    design with
                    {
                        Environment = new("${{ inputs.environment }}") { IsChosen = true },
                        Parameters = [new("reason", "${{ inputs.reason }}")],
                    }
            )[0]
                .Jobs[0]
                .Steps[^1];

        run.Command.ShouldBe("./build.sh Promote");
        run.Variables.Select(variable => variable.Name).ShouldBe(["ENVIRONMENT", "REASON"]);
    }

    [Theory]
    [InlineData("qa", "./build.sh Look --environment qa")]
    [InlineData("$(id)", "./build.sh Look --environment \"$ENVIRONMENT\"")]
    [InlineData("--fix", "./build.sh Look --environment \"$ENVIRONMENT\"")]
    public void A_name_that_could_be_code_is_passed_as_a_variable(string name, string command)
    {
        Add("Look", "look");

        var jobs = Compose("Look", design => design with { Environment = new(name) })[0].Jobs;

        ((RunStep)jobs[0].Steps[^1]).Command.ShouldBe(command);
    }

    [Theory]
    [InlineData("numbered", "write", "0", "./build.sh Fetch Push --environment develop")]
    [InlineData("plain", "read", null, "./build.sh Push --environment develop")]
    public void What_only_some_environments_ask_for_others_do_not_get(
        string feature,
        string access,
        string? depth,
        string command
    )
    {
        Add("Push", "push");
        targets[^1] = targets[^1] with
        {
            Needs =
            [
                new NeedsRightAttribute(Scope.Contents, Access.Write, "makes tags") { When = "numbered" },
                new NeedsHistoryAttribute("counts commits") { When = "numbered" },
                new NeedsTargetAttribute("Fetch", "works with tools") { When = "numbered" },
            ],
        };

        var job = Compose("Push", design => design with { Environment = new("develop") { Features = [feature] } })[
            0
        ].Jobs[0];

        $"{job.Permissions.Single().Access}".ToLowerInvariant().ShouldBe(access);
        Input(job, "fetch-depth").ShouldBe(depth);
        ((RunStep)job.Steps[^1]).Command.ShouldBe(command);
    }

    [Fact]
    public void A_job_shows_each_identity_that_it_needs_and_that_there_is()
    {
        Add("Push", "push");
        targets[^1] = targets[^1] with
        {
            Needs =
            [
                new NeedsIdentityAttribute("pushes"),
                new NeedsIdentityAttribute("signs") { As = "workflow" },
                new NeedsIdentityAttribute("does what nobody here knows") { As = "other" },
            ],
        };
        var environment = new JobEnvironment("develop")
        {
            Identities = ImmutableDictionary<string, JobIdentity>
                .Empty.Add(NeedsIdentityAttribute.Cloud, new("a role") { Variables = [new("ROLE", "it")] })
                .Add("workflow", new("this workflow")),
        };

        var job = Compose("Push", design => design with { Environment = environment })[0].Jobs[0];

        job.Permissions[^1].ShouldBe(new(Scope.IdToken, Access.Write, "as a role: pushes; as this workflow: signs"));
        ((RunStep)job.Steps[^1]).Variables.ShouldBe([new NamedValue("ROLE", "it")]);
    }

    [Fact]
    public void One_variable_cannot_hold_two_tokens()
    {
        Add("Push", "push");
        targets[^1] = targets[^1] with
        {
            Needs =
            [
                new NeedsRightAttribute(Scope.Contents, Access.Write, "makes tags"),
                new NeedsAppAttribute("other", Scope.Contents, Access.Write, "pushes there"),
            ],
        };
        var environment = new JobEnvironment("develop")
        {
            Apps = ImmutableDictionary<string, AppRepository>.Empty.Add("other", new("acme", "other", "GITHUB_TOKEN")),
        };

        Should
            .Throw<WorkflowException>(() => Compose("Push", design => design with { Environment = environment }))
            .Message.ShouldStartWith("the variable GITHUB_TOKEN of the job \"push\" would need to hold");
    }

    private void Add(string name, string job, Per per = Per.Run, params string[] dependsOn) =>
        targets.Add(
            new()
            {
                Name = name,
                Job = new(job) { Per = per },
                DependsOn = [.. dependsOn],
            }
        );

    private ImmutableArray<Workflow> Compose(string wanted, Func<WorkflowDesign, WorkflowDesign>? with = null)
    {
        var design = new WorkflowDesign
        {
            Name = "deliver",
            Targets = [wanted],
            Triggers = [new PushTrigger { Branches = ["main"] }],
            Services = new() { Target = "Plan" },
            EnvironmentNames = ["qa", "production"],
        };
        return WorkflowComposer.Compose(with?.Invoke(design) ?? design, targets);
    }

    private static string[] Needs(Workflow workflow) =>
        [.. workflow.Jobs.Select(job => $"{job.Id}: {string.Join(' ', job.Needs)}".TrimEnd())];

    private static string? Input(WorkflowJob job, string name) => Inputs(job, name).FirstOrDefault();

    private static IEnumerable<string> Inputs(WorkflowJob job, string name) =>
        job
            .Steps.OfType<ActionStep>()
            .SelectMany(step => step.Inputs)
            .Where(input => input.Name == name)
            .Select(input => input.Value);
}
