using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;

namespace Pipeline.Tests.Workflows;

public sealed class JobGraphTests
{
    [Fact]
    public void A_target_without_a_job_joins_the_job_of_those_that_depend_on_it()
    {
        var jobs = Jobs(
            ["Push"],
            Target("Compile"),
            Target("Test", ["Compile"], "verify"),
            Target("Push", ["Test"], "image")
        );

        jobs.ShouldBe(["verify: Test", "image: Push after verify, without Compile Test"]);
    }

    [Fact]
    public void What_an_earlier_job_runs_a_later_one_leaves_out()
    {
        var jobs = Jobs(
            ["Push"],
            Target("Compile"),
            Target("Test", ["Compile"], "verify"),
            Target("Push", ["Compile", "Test"], "image")
        );

        jobs.ShouldBe(["verify: Test", "image: Push after verify, without Compile Test"]);
    }

    [Fact]
    public void Jobs_that_do_not_wait_for_each_other_each_run_what_both_need()
    {
        var jobs = Jobs(
            ["Test", "Lint"],
            Target("Compile"),
            Target("Test", ["Compile"], "test"),
            Target("Lint", ["Compile"], "lint")
        );

        jobs.ShouldBe(["test: Test", "lint: Lint"]);
    }

    [Fact]
    public void A_job_runs_once_more_what_it_works_on_the_files_of()
    {
        var image = Target("Image", ["Test"]) with { Job = new("image") { Again = ["Compile"] } };

        var jobs = Jobs(["Image"], Target("Compile"), Target("Test", ["Compile"], "verify"), image);

        jobs.ShouldBe(["verify: Test", "image: Compile Image after verify, without Test"]);
    }

    [Fact]
    public void An_order_between_targets_is_one_between_jobs_and_brings_nothing_along()
    {
        var promote = Target("Promote", [], "promote") with { After = ["Verify", "Elsewhere"] };

        var jobs = Jobs(["Verify", "Promote"], Target("Verify", [], "sync"), promote, Target("Elsewhere", [], "other"));

        jobs.ShouldBe(["sync: Verify", "promote: Promote after sync"]);
    }

    [Fact]
    public void A_job_does_not_name_what_another_that_it_waits_for_waits_for()
    {
        var jobs = Jobs(["C"], Target("A", [], "a"), Target("B", ["A"], "b"), Target("C", ["A", "B"], "c"));

        jobs.ShouldBe(["a: A", "b: B after a, without A", "c: C after b, without A B"]);
    }

    [Fact]
    public void A_target_that_only_brings_others_along_needs_no_job()
    {
        var deliver = Target("Deliver", ["Push"]) with { HasActions = false };

        Jobs(["Deliver"], Target("Push", [], "image"), deliver).ShouldBe(["image: Push"]);
    }

    [Fact]
    public void A_target_that_is_in_no_job_is_named()
    {
        var refusal = Should.Throw<WorkflowException>(() => Jobs(["Push"], Target("Push")));

        refusal.Message.ShouldBe(
            "Push is in no job, and no target that is in one depends on it: put [Job(\"…\")] on it"
        );
    }

    [Fact]
    public void Jobs_that_would_wait_for_each_other_are_refused_with_the_targets_to_blame()
    {
        var refusal = Should.Throw<WorkflowException>(() =>
            Jobs(["C"], Target("A", [], "one"), Target("B", ["A"], "two"), Target("C", ["B"], "one"))
        );

        refusal.Message.ShouldStartWith("jobs wait for each other: ");
        refusal.Message.ShouldContain("C in \"one\" needs B in \"two\"");
        refusal.Message.ShouldContain("B in \"two\" needs A in \"one\"");
    }

    [Fact]
    public void Targets_of_one_job_that_are_run_for_different_things_are_refused()
    {
        var perService = Target("B") with { Job = new("one") { Per = Per.Service } };

        Should
            .Throw<WorkflowException>(() => Jobs(["A", "B"], Target("A", [], "one"), perService))
            .Message.ShouldContain("disagree");
    }

    [Theory]
    [MemberData(nameof(Rights))]
    public void A_job_that_runs_code_of_services_holds_no_right(NeedsAttribute need, string right)
    {
        var image = Target("Image", [], "image") with { Code = "builds the service" };
        var push = Target("Push", ["Image"], "image") with { Needs = [need] };

        var refusal = Should.Throw<WorkflowException>(() => Jobs(["Push"], image, push));

        refusal.Message.ShouldBe(
            $"the job \"image\" would let code use its rights: Image builds the service, and Push {right} (for its work): put them into different jobs, and pass files from one to the other by Produces and Consumes"
        );
    }

    public static TheoryData<NeedsAttribute, string> Rights =>
        new()
        {
            { new NeedsIdentityAttribute("for its work"), "has an identity" },
            {
                new NeedsAppAttribute("gitops", Scope.Contents, Access.Read, "for its work"),
                "has a token of the app \"gitops\""
            },
            { new NeedsSecretAttribute("signing", "for its work"), "reads the secret \"signing\"" },
            {
                new NeedsSecretAttribute("signing", "for its work") { When = "signed" },
                "reads the secret \"signing\""
            },
            { new NeedsRightAttribute(Scope.Packages, Access.Write, "for its work"), "may write packages" },
            { new NeedsRightAttribute(Scope.IdToken, Access.Write, "for its work"), "may write id-token" },
        };

    [Fact]
    public void What_code_itself_needs_and_what_only_reads_it_may_have()
    {
        var image = Target("Image", [], "image") with
        {
            Code = "builds the service",
            Needs =
            [
                new NeedsSecretAttribute("build", "downloads packages") { ForCode = true },
                new NeedsRightAttribute(Scope.Packages, Access.Read, "pulls base images"),
                new NeedsHistoryAttribute("counts commits"),
            ],
        };

        var job = JobGraph.Of([image], ["Image"]).Jobs.ShouldHaveSingleItem();

        job.Code.ShouldBe(["Image builds the service"]);
    }

    [Theory]
    [InlineData("before its own")]
    [InlineData("once more")]
    [InlineData("for what it leaves")]
    [InlineData("as a dependency of such a one")]
    public void Code_that_a_job_runs_beside_its_own_targets_counts_too(string how)
    {
        var push = Target("Push", ["Test"], "push") with
        {
            Job = how switch
            {
                "before its own" => new("push") { First = ["Generate"] },
                "once more" => new("push") { Again = ["Compile"] },
                "as a dependency of such a one" => new("push") { First = ["Install"] },
                _ => new("push"),
            },
            Needs =
            [
                new NeedsIdentityAttribute("pushes"),
                .. how == "for what it leaves" ? new[] { new NeedsTargetAttribute("Generate", "reads it") } : [],
            ],
        };

        Should
            .Throw<WorkflowException>(() =>
                Jobs(
                    ["Push"],
                    Target("Compile") with
                    {
                        Code = "compiles the service",
                    },
                    Target("Generate") with
                    {
                        Code = "runs the service's generator",
                    },
                    Target("Install", ["Generate"]),
                    Target("Test", ["Compile"], "verify"),
                    push
                )
            )
            .Message.ShouldStartWith("the job \"push\" would let code use its rights: ");
    }

    [Fact]
    public void Code_that_an_earlier_job_has_run_is_none_of_a_job_with_rights()
    {
        var push = Target("Push", ["Image"], "push") with { Needs = [new NeedsIdentityAttribute("pushes")] };

        Jobs(["Push"], Target("Image", [], "image") with { Code = "builds the service" }, push)
            .ShouldBe(["image: Image", "push: Push after image, without Image"]);
    }

    [Fact]
    public void What_only_jobs_apart_need_is_there_where_the_target_is_that_asks_for_it()
    {
        var image = Target("Image") with { Job = new("image") { With = ["Export"] } };
        var scan = Target("Scan", ["Image"]) with { Job = new("publish") { With = ["Receive"] } };
        TargetNode[] targets =
        [
            image,
            Target("Export", ["Image"], "image"),
            Target("Receive", [], "publish") with
            {
                After = ["Export"],
            },
            scan,
        ];

        Jobs(["Scan"], targets).ShouldBe(["image: Export", "publish: Receive Scan after image, without Image"]);
    }

    [Fact]
    public void An_unknown_target_is_answered_with_those_that_there_are() =>
        Should
            .Throw<WorkflowException>(() => Jobs(["Psh"], Target("Push", [], "image")))
            .Message.ShouldBe("there is no target \"Psh\": the targets are Push");

    private static TargetNode Target(string name, string[]? dependsOn = null, string? job = null) =>
        new()
        {
            Name = name,
            DependsOn = [.. dependsOn ?? []],
            Job = job is null ? null : new(job),
        };

    private static string[] Jobs(string[] wanted, params TargetNode[] targets) =>
        [
            .. JobGraph
                .Of(targets, wanted)
                .Jobs.Select(job =>
                    $"{job.Name}: {string.Concat(job.First.Select(first => $"{first} "))}{string.Join(' ', job.Last)}"
                    + (job.Needs.IsEmpty ? "" : $" after {string.Join(' ', job.Needs)}")
                    + (job.Skipped.IsEmpty ? "" : $", without {string.Join(' ', job.Skipped)}")
                ),
        ];
}
