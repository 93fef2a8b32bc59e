using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Deployments.Ssh;

/// <summary>What a release is made of, on a real systemd.</summary>
public class SshReleaseTests(SystemdHosts hosts) : IClassFixture<SystemdHosts>
{
    [Fact]
    public async Task A_variable_reaches_the_program_as_it_is_and_nobody_else()
    {
        const string Greeting = "it's \"$HOME\" `id` \\ and\na second line; touch /opt/injected";
        await using var workspace = await SshWorkspace.Create(hosts);
        using var variable = workspace.SetVariable("GREETING", Greeting);
        workspace.Program = workspace.Program with { Environment = ["GREETING"] };

        var image = await workspace.Push();
        var result = await workspace.Deliver(image);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        (await workspace.Answer()).ShouldBe($"{image.Tag} {Greeting}");
        (await workspace.Hosts[0].Run($"stat -c %a:%U {workspace.Folder}/current/environment")).ShouldBe("600:root");
        (await workspace.Hosts[0].Run("ls /opt/injected")).ShouldBeEmpty();
        (
            await workspace
                .Hosts[0]
                .Run($"grep -r 'second line' /etc/systemd/system {workspace.Folder}/deployments.jsonl")
        ).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_variable_that_is_not_set_is_named(string? value)
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        using var variable = workspace.SetVariable("MADE_UP_VARIABLE", value);
        workspace.Program = workspace.Program with { Environment = ["MADE_UP_VARIABLE"] };

        (await workspace.Deliver()).Reason!.ShouldStartWith("MADE_UP_VARIABLE is not set, which auth gets");
    }

    [Fact]
    public async Task A_link_that_leads_elsewhere_is_left_alone()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        await workspace.Hosts[0].Run($"mkdir -p {workspace.Folder} && ln -s /opt {workspace.Folder}/current");

        (await workspace.Deliver()).Reason!.ShouldContain("something other than a link to a release as \"current\"");

        (await workspace.Hosts[0].Run($"readlink {workspace.Folder}/current")).ShouldBe("/opt");
    }

    [Fact]
    public async Task Another_value_of_a_variable_is_another_release_of_the_same_image()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        workspace.Program = workspace.Program with { Environment = ["GREETING"] };
        var image = await workspace.Push();
        using (workspace.SetVariable("GREETING", "one"))
            await workspace.Deliver(image);
        var first = await workspace.Current();

        using (workspace.SetVariable("GREETING", "two"))
            (await workspace.Deliver(image)).Status.ShouldBe(StepStatus.Passed);

        (await workspace.Answer()).ShouldBe($"{image.Tag} two");
        (await workspace.Current()).ShouldNotBe(first);
    }

    [Fact]
    public async Task Words_of_a_command_line_reach_the_program_as_they_are()
    {
        const string Word = "a \"b\" 'c' \\ %n $HOME ; & é";
        await using var workspace = await SshWorkspace.Create(hosts);
        workspace.Program = workspace.Program with { Run = ["python3", "./serve.py", Word] };

        var image = await workspace.Push("import sys\nversion = sys.argv[1]");
        var result = await workspace.Deliver(image);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        (await workspace.Answer()).ShouldBe(Word);
    }

    [Fact]
    public async Task Some_releases_stay_and_never_without_the_current_one()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        workspace.Settings = workspace.Settings with { Keep = 2 };
        for (var delivery = 0; delivery < 4; delivery++)
            await workspace.Deliver();

        var kept = (await workspace.Hosts[0].Run($"ls {workspace.Folder}/releases")).Split('\n');

        kept.Length.ShouldBe(2);
        kept.ShouldContain(await workspace.Current());
    }

    [Fact]
    public async Task An_image_for_other_processors_changes_nothing()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        workspace.Registry.Architecture = "riscv64";

        (await workspace.Deliver()).Reason!.ShouldContain("is for linux/riscv64: build it for that too");
    }

    [Fact]
    public async Task Files_that_the_image_lacks_are_named()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        workspace.Program = workspace.Program with { Files = "/srv" };

        (await workspace.Deliver()).Reason!.ShouldContain(
            "has no files at /srv: correct \"ssh.files\", or the Dockerfile"
        );
    }

    [Fact]
    public async Task An_image_that_the_registry_lost_changes_nothing()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        var image = await workspace.Push();

        var result = await workspace.Deliver(image with { Digest = $"sha256:{new string('7', 64)}" });

        result.Status.ShouldBe(StepStatus.Failed);
        (await workspace.Hosts[0].Run($"ls {workspace.Folder}/releases")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_unit_that_somebody_else_wrote_is_left_alone()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        var unit = workspace.Hosts[0].Units / workspace.Unit;
        await File.WriteAllTextAsync(unit, "[Service]\nExecStart=/bin/true\n");

        var result = await workspace.Deliver();

        result.Reason!.ShouldContain("was not written by Pipeline: rename it, or remove it");
        (await File.ReadAllTextAsync(unit)).ShouldBe("[Service]\nExecStart=/bin/true\n");
    }

    [Fact]
    public async Task A_full_disk_is_named_and_the_release_before_runs_on()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        var good = await workspace.Push();
        await workspace.Deliver(good);
        await workspace
            .Hosts[0]
            .Run(
                $"mount -t tmpfs -o size=16k tmpfs {workspace.Folder}/releases/../uploads 2>/dev/null; mkdir {workspace.Folder}/moved; mount --bind {workspace.Folder}/releases {workspace.Folder}/moved; mount -t tmpfs -o size=4k tmpfs {workspace.Folder}/releases"
            );

        var result = await workspace.Deliver();

        await workspace.Hosts[0].Run($"umount {workspace.Folder}/releases {workspace.Folder}/moved");
        result.Reason!.ShouldContain("its disk is full");
        (await workspace.Answer()).ShouldBe(good.Tag);
    }
}
