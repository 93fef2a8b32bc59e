using CsCheck;
using Pipeline.Catalog;
using Pipeline.Deployments.History;

namespace Pipeline.Tests.Deployments.GitOps.History;

public class DeploymentTrailersTests
{
    private static readonly ImageReference Image = new(
        "registry.example:5000",
        "togglemaster/auth-service",
        "a1b2c3d",
        $"sha256:{new string('7', 64)}"
    );

    private static readonly DeploymentTrailers Written = new()
    {
        Action = DeploymentAction.Rollback,
        Environment = "production",
        From = "staging",
        Run = "https://github.com/togglemaster/togglemaster/actions/runs/1",
        Actor = "Jane Doe <jane@example.com>",
        Reason = "logins fail",
        Services =
        [
            new("auth")
            {
                Image = Image,
                SourceCommit = new string('a', 40),
                SourceTime = new DateTimeOffset(2026, 2, 1, 12, 30, 15, TimeSpan.Zero),
                Reverts = new string('b', 40),
                Overrides = "freeze, budget",
            },
            new("flag"),
        ],
    };

    [Fact]
    public void The_format_is_the_documented_one() =>
        Written
            .Write()
            .ShouldBe(
                $"""
                Action: rollback
                Environment: production
                From: staging
                Run: https://github.com/togglemaster/togglemaster/actions/runs/1
                Actor: Jane Doe <jane@example.com>
                Reason: logins fail
                Service: auth
                Image: {Image}
                Source-Commit: {new string('a', 40)}
                Source-Time: 2026-02-01T12:30:15Z
                Reverts: {new string('b', 40)}
                Overrides: freeze, budget
                Service: flag

                """
            );

    [Fact]
    public void What_is_written_is_read_again() => ShouldBe(Parse(Written.Write()), Written);

    [Fact]
    public void A_time_of_another_zone_is_the_same_moment()
    {
        var time = new DateTimeOffset(2026, 2, 1, 9, 0, 0, TimeSpan.FromHours(-3));

        var read = Parse((Written with { Services = [new("auth") { SourceTime = time }] }).Write());

        read.Services.Single().SourceTime.ShouldBe(time);
    }

    [Theory]
    [InlineData("Jane\nService: flag", "Jane Service: flag")]
    [InlineData("Jane\r\n\r\nEnvironment: production", "Jane Environment: production")]
    [InlineData("\u2028Jane\u0085 \0 Doe\t", "Jane Doe")]
    public void No_value_can_pass_for_another_trailer(string actor, string expected)
    {
        var read = Parse((Written with { Actor = actor }).Write());

        ShouldBe(read, Written with { Actor = expected });
    }

    [Fact]
    public void Any_value_comes_back_on_one_line() =>
        Gen.String.Sample(
            reason =>
            {
                var read = DeploymentTrailers.Parse(
                    $"rollback(production): auth\n\n{(Written with { Reason = reason }).Write()}"
                );
                return read.Length == 1 && read[0].Services.Length == 2 && read[0].Environment == "production";
            },
            threads: 1
        );

    [Theory]
    [InlineData("Fix the ingress")]
    [InlineData("Fix the ingress\n\nService: auth\n")]
    [InlineData("Fix the ingress\n\nEnvironment: develop\nand a sentence\nService: auth\n")]
    [InlineData("Fix the ingress\n\nAction: celebrate\nEnvironment: develop\nService: auth\n")]
    [InlineData("Fix the ingress\n\nAction: 7\nEnvironment: develop\nService: auth\n")]
    [InlineData("")]
    public void A_commit_of_someone_else_says_nothing(string message) =>
        DeploymentTrailers.Parse(message).ShouldBeEmpty();

    [Fact]
    public void A_squashed_commit_says_all_that_its_parts_said()
    {
        var message = $"""
            Merge two promotions (#12)

            * promote(staging): auth a1b2c3d

            {Written.Write()}
            * promote(staging): flag a1b2c3d

            {(Written with { Environment = "staging" }).Write()}

            Co-authored-by: Someone <someone@example.com>
            """;

        var read = DeploymentTrailers.Parse(message.Replace("\n", "\r\n"));

        read.Select(trailers => trailers.Environment).ShouldBe(["production", "staging"]);
    }

    [Fact]
    public void Values_that_were_folded_and_keys_of_another_case_are_read()
    {
        var read = Parse("environment: develop\nREASON: logins\n  fail\nservice: auth\n");

        read.Action.ShouldBe(DeploymentAction.Deploy);
        read.Reason.ShouldBe("logins fail");
    }

    [Fact]
    public void A_run_of_a_forge_is_named_by_its_page_and_its_actor()
    {
        var variables = new Dictionary<string, string?>
        {
            ["GITHUB_SERVER_URL"] = "https://github.com",
            ["GITHUB_REPOSITORY"] = "togglemaster/togglemaster",
            ["GITHUB_RUN_ID"] = "42",
            ["GITHUB_ACTOR"] = "jane",
        };

        var origin = RunOrigin.Of(variables.GetValueOrDefault, DateTimeOffset.UnixEpoch, "Someone");

        origin.ShouldBe(new("https://github.com/togglemaster/togglemaster/actions/runs/42", "jane"));
    }

    [Fact]
    public void A_run_elsewhere_is_named_by_its_time_and_its_committer()
    {
        var origin = RunOrigin.Of(_ => null, DateTimeOffset.UnixEpoch, "Someone");

        origin.ShouldBe(new("local-19700101T000000Z", "Someone"));
    }

    // Immutable arrays are equal only where they are the same one.
    private static void ShouldBe(DeploymentTrailers read, DeploymentTrailers expected)
    {
        read.Services.ShouldBe(expected.Services.AsEnumerable());
        (read with { Services = [] }).ShouldBe(expected with { Services = [] });
    }

    private static DeploymentTrailers Parse(string trailers) =>
        DeploymentTrailers.Parse($"deploy(develop): auth a1b2c3d\n\n{trailers}").ShouldHaveSingleItem();
}
