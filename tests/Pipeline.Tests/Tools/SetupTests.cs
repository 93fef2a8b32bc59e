using Nuke.Common.IO;
using Pipeline.Build.Reporting;
using Pipeline.Foundation.Processes;
using Pipeline.Tools;
using Pipeline.Tools.Locked;

namespace Pipeline.Tests.Tools;

public sealed class SetupTests
{
    private static readonly AbsolutePath Nowhere = Path.GetTempPath();

    private static readonly Tool Git = new("git", "names images by their commit")
    {
        Probes =
        [
            ["git", "--version"],
        ],
        Site = "https://git-scm.com",
    };

    private static readonly Tool Absent = new("no-such-tool", "is only made up")
    {
        Probes =
        [
            ["no-such-tool", "--version"],
            ["git", "no-such-command"],
        ],
        Site = "https://example.com/tool",
    };

    [Theory]
    [InlineData("Version: 1.2.3", "✓ trivy              Version: 1.2.3")]
    [InlineData(
        "Version: 1.2.4",
        "! trivy              Version: 1.2.4: tools.lock.yaml has 1.2.3, which ./build.sh Setup fetches"
    )]
    [InlineData("1.2.3.4", "! trivy              1.2.3.4: tools.lock.yaml has 1.2.3, which ./build.sh Setup fetches")]
    [InlineData(
        "v1.2.5 (made up)",
        "! trivy              v1.2.5 (made up): tools.lock.yaml says that it must never be used: remove it"
    )]
    [InlineData("build 7", "✓ trivy              build 7")]
    public async Task A_program_of_another_version_than_the_locked_one_is_told(string says, string line)
    {
        var tool = new Tool("trivy", "searches for vulnerabilities")
        {
            Probes =
            [
                ["sh", "-c", $"echo '{says}'"],
            ],
            Site = "https://trivy.dev",
            Locked = new("trivy", "1.2.3")
            {
                Never = ["1.2.5"],
                Platforms = ImmutableSortedDictionary<string, LockedDownload>.Empty,
            },
        };
        using var output = new StringWriter();

        ToolReport.Write(await Doctor.Examine([tool]), output);

        output.ToString().TrimEnd().ShouldBe(line);
    }

    [Fact]
    public void A_version_that_is_too_early_for_a_service_is_named_with_the_file_that_asks()
    {
        var go = Absent with { Needed = (new(1, 25), "services/auth/go.mod") };

        new Diagnosis(go, "go version go1.19.8 linux/amd64")
            .Objection.ShouldNotBeNull()
            .ShouldStartWith("services/auth/go.mod asks for 1.25: see ");
        new Diagnosis(go, "go version go1.25.0 linux/amd64").Objection.ShouldBeNull();
    }

    [Fact]
    public async Task The_doctor_shows_the_version_of_what_is_here()
    {
        var diagnosis = (await Doctor.Examine([Git])).Single();

        diagnosis.Version.ShouldNotBeNull().ShouldStartWith("git version ");
    }

    [Fact]
    public async Task The_doctor_says_how_to_get_what_is_missing()
    {
        var output = new StringWriter();

        ToolReport.Write(await Doctor.Examine([Absent]), output);

        output
            .ToString()
            .Trim()
            .ShouldBe("✗ no-such-tool       missing: it is only made up; see https://example.com/tool");
    }

    [Fact]
    public async Task A_machine_that_has_everything_is_left_alone()
    {
        var output = new StringWriter();

        await Setup.Run([Git], Nowhere, new(Nowhere / "no-such-cache"), output);

        output.ToString().Trim().ShouldBe("nothing to install");
    }

    [Fact]
    public async Task A_machine_that_still_lacks_something_is_not_set_up()
    {
        var output = new StringWriter();

        var refusal = await Should.ThrowAsync<SetupException>(() =>
            Setup.Run([Git, Absent], Nowhere, new(Nowhere / "no-such-cache"), output)
        );

        refusal.Message.ShouldBe("still missing: no-such-tool");
        output.ToString().ShouldContain("missing: no-such-tool, which is only made up: see https://example.com/tool");
    }

    [Fact]
    public async Task What_a_delivery_does_without_is_only_mentioned()
    {
        var output = new StringWriter();

        await Setup.Run([Absent with { IsOptional = true }], Nowhere, new(Nowhere / "no-such-cache"), output);

        output.ToString().ShouldContain("not here: no-such-tool");
    }

    [Theory]
    [InlineData("true", "update|install one two three")]
    [InlineData(
        "test \"$*\" = \"install one\" -o \"$*\" = update",
        "update|install one two three|install one|install two three"
    )]
    public async Task The_package_manager_is_asked_once_and_anew_only_without_what_it_lacks(string script, string asked)
    {
        var output = new StringWriter();
        var manager = new PackageManager(
            "made-up",
            tool => tool.Apt,
            Shell("update"),
            packages => Shell(["install", .. packages])
        );

        var installed = await manager.Install(
            [Absent with { Apt = ["one"] }, Absent with { IsOptional = true, Apt = ["two", "three"] }],
            output
        );

        installed.ShouldBeTrue();
        string.Join(
                '|',
                output
                    .ToString()
                    .Split('\n')
                    .Where(line => line.StartsWith("$ ", StringComparison.Ordinal))
                    .Select(Words)
            )
            .ShouldBe(asked);

        CommandLine Shell(params string[] words) => new("sh", ["-c", script, "made-up", .. words]);
        static string Words(string line) =>
            line[(line.LastIndexOf("made-up", StringComparison.Ordinal) + 8)..].TrimEnd();
    }
}
