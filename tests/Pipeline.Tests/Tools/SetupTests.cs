using Nuke.Common.IO;
using Pipeline.Reporting;
using Pipeline.Tools;

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
}
