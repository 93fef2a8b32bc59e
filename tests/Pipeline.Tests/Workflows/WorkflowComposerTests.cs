using Pipeline.Workflows;

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

    private static string? Input(WorkflowJob job, string name) =>
        job
            .Steps.OfType<ActionStep>()
            .SelectMany(step => step.Inputs)
            .FirstOrDefault(input => input.Name == name)
            ?.Value;
}
