using Pipeline.Workflows.Model;
using Pipeline.Workflows.Writing;
using YamlDotNet.RepresentationModel;

namespace Pipeline.Tests.Workflows;

public sealed class WorkflowWriterTests
{
    private const string Break = "x' \"y\": ]} # ${{ github.token }}\n      - run: evil\u2028\ttab \\ %0A $(id) `id`";

    public static TheoryData<string> Values =>
        [
            Break,
            "yes",
            "0x1f",
            "1e3",
            "~",
            "- a",
            "a: b",
            "a #b",
            " a ",
            "*a",
            "'",
            "\"",
            "!cancelled()",
            "${{ a }}: b",
            "",
            "12:30:45",
            "\u0085",
            "😀",
            "@a",
            "%a",
            "---",
        ];

    [Theory, MemberData(nameof(Values))]
    public void A_value_is_read_back_as_it_was_and_becomes_nothing_else(string value)
    {
        var run = new RunStep("./build.sh Test", [new("VALUE", value)]);

        var file = Written(Job(run));

        var job = file.Jobs.ShouldHaveSingleItem();
        var step = job.Steps.ShouldHaveSingleItem();
        step.Map("env")!.Text("VALUE").ShouldBe(value);
        ((YamlScalarNode)step.Map("env")!.Find("VALUE")!).ShouldSatisfyAllConditions(scalar =>
            (scalar.Style != YamlDotNet.Core.ScalarStyle.Plain || value is not ("yes" or "~" or "1e3")).ShouldBeTrue()
        );
    }

    [Fact]
    public void A_comment_stays_a_comment()
    {
        var file = Written(
            Job(new RunStep("./build.sh Test", [new("A", "b") { Reason = Break }])) with
            {
                Comment = Break,
                Permissions = [new(Scope.Contents, Access.Write, Break)],
            }
        );

        var job = file.Jobs.ShouldHaveSingleItem();
        job.Permissions.ShouldHaveSingleItem().Value.ShouldBe("write");
        job.Steps.Count.ShouldBe(1);
        job.Commands.ShouldBe(["./build.sh Test"]);
    }

    [Theory]
    [InlineData("echo ${{ github.head_ref }}", "would be code for the shell")]
    [InlineData("./build.sh Test\nevil", "a command is one line")]
    public void A_command_that_something_could_break_out_of_is_refused(string command, string why) =>
        Should.Throw<WorkflowException>(() => Written(Job(new RunStep(command, [])))).Message.ShouldContain(why);

    [Fact]
    public void A_right_without_a_reason_is_refused() =>
        Should
            .Throw<WorkflowException>(() =>
                Written(
                    Job(new RunStep("./build.sh Test", [])) with
                    {
                        Permissions = [new(Scope.Packages, Access.Write, null)],
                    }
                )
            )
            .Message.ShouldContain("\"packages\" lacks a reason");

    [Fact]
    public void Nothing_that_writes_and_nothing_that_is_guarded_runs_for_a_pull_request()
    {
        var job = Job(new RunStep("./build.sh Test", []));
        WorkflowJob[] jobs =
        [
            job with
            {
                Permissions = [new(Scope.IdToken, Access.Write, "logs in")],
            },
            job with
            {
                Environment = "production",
            },
        ];

        foreach (var guarded in jobs)
            Should
                .Throw<WorkflowException>(() => Written(guarded, new PullRequestTrigger(["main"])))
                .Message.ShouldContain("a pull request could use");
    }

    [Fact]
    public void An_action_is_pinned_to_a_commit_or_refused() =>
        Should
            .Throw<WorkflowException>(() => Written(Job(new ActionStep(new("actions/checkout", "v4", "v4.0.0"), []))))
            .Message.ShouldContain("is not pinned to a commit");

    private static WorkflowJob Job(WorkflowStep step) =>
        new()
        {
            Id = "test",
            Permissions = [Permission.Checkout],
            Steps = [step],
        };

    private static WorkflowFile Written(WorkflowJob job, Trigger? trigger = null) =>
        WorkflowFile.Parse(
            "test.yml",
            WorkflowWriter.Write(
                new()
                {
                    File = "test.yml",
                    Name = "test",
                    Triggers = [trigger ?? new PushTrigger { Branches = ["main"] }],
                    Jobs = [job],
                }
            )
        );
}
