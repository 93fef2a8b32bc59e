using Nuke.Common.IO;
using Pipeline.Execution.Cache;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Execution.Cache;

public sealed class ToolVersionsTests : IDisposable
{
    private const string Python = "#!/usr/bin/python3";
    private const string Shell = "#!/bin/sh";

    private readonly AbsolutePath root = Directory.CreateTempSubdirectory("tools-").FullName;

    [Fact]
    public async Task A_tool_is_asked_once_for_all_runs_until_it_changes()
    {
        Program("first", "tool", Python, "print('1.0')");
        var first = await Run(new("tool", "--version"));
        (await Run(new("tool", "--version"))).ShouldBe(first);
        Asked("first/tool").ShouldBe(1);

        Program("first", "tool", Python, "print('1.0.1')");

        (await Run(new("tool", "--version"))).ShouldNotBe(first);
        Asked("first/tool").ShouldBe(2);
    }

    [Fact]
    public async Task A_tool_is_asked_again_where_its_packages_have_changed()
    {
        var packages = root / "packages";
        Directory.CreateDirectory(packages);
        Program("first", "tool", Python, $"import os; print(os.listdir('{packages}')); print(); print('{packages}')");
        var probe = new ToolProbe("tool", "--version") { Read = ToolProbe.WatchedLast };
        var first = await Run(probe);
        (await Run(probe)).ShouldBe(first);

        File.WriteAllText(packages / "new-1.0.dist-info", "");
        Directory.SetLastWriteTimeUtc(packages, DateTime.UtcNow.AddMinutes(1));

        (await Run(probe)).ShouldNotBe(first);
    }

    [Fact]
    public async Task What_a_version_manager_puts_in_the_place_of_a_tool_is_asked_in_every_run()
    {
        Program("first", "tool", Shell, "cat chosen");
        File.WriteAllText(root / "chosen", "1.0");
        var first = await Run(new("tool", "--version"));

        File.WriteAllText(root / "chosen", "1.1");

        (await Run(new("tool", "--version"))).ShouldNotBe(first);
    }

    [Fact]
    public async Task Only_the_first_program_of_a_name_counts()
    {
        Program("first", "tool", Shell, "echo 1.0");
        Program("second", "tool", Shell, "echo 2.0");
        var before = await Run(new("tool", "--version"));

        Program("second", "tool", Shell, "echo 2.1");

        (await Run(new("tool", "--version"))).ShouldBe(before);
    }

    [Fact]
    public async Task Every_program_of_a_name_counts_where_each_may_be_taken()
    {
        Program("first", "tool", Shell, "echo 1.0");
        Program("second", "tool", Shell, "echo 2.0");
        var all = new ToolProbe("tool", "--version") { IncludesAll = true };
        var before = await Run(all);

        Program("second", "tool", Shell, "echo 2.1");

        (await Run(all)).ShouldNotBe(before);
    }

    [Fact]
    public async Task A_program_that_cannot_tell_its_version_is_known_by_its_content()
    {
        Program("first", "tool", Python, "print('same')");
        var before = await Run(new("tool"));

        Program("first", "tool", Python, "print('same') # and yet another");

        (await Run(new("tool"))).ShouldNotBe(before);
        Asked("first/tool").ShouldBe(0);
    }

    [Fact]
    public async Task A_damaged_file_of_what_was_learnt_is_one_without_anything()
    {
        Program("first", "tool", Python, "print('1.0')");
        var before = await Run(new("tool", "--version"));
        var facts = File.ReadAllBytes(root / "facts");
        File.WriteAllBytes(root / "facts", facts[..^3]);

        (await Run(new("tool", "--version"))).ShouldBe(before);

        Asked("first/tool").ShouldBe(2);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private async Task<string?> Run(ToolProbe probe)
    {
        var facts = KnownTools.Read(root / "facts");
        var version = await new ToolVersions(facts, root, $"{root / "first"}:{root / "second"}:/usr/bin:/bin").Of(
            probe
        );
        facts.Write(root / "facts");
        return version;
    }

    // Each start leaves a line beside the program.
    private void Program(string folder, string name, string interpreter, string body)
    {
        Directory.CreateDirectory(root / folder);
        var file = root / folder / name;
        var note = interpreter == Python ? $"open('{file}.log', 'a').write('asked\\n')" : $"echo asked >>'{file}.log'";
        File.WriteAllText(file, $"{interpreter}\n{note}\n{body}\n");
        GitFolder.MakeExecutable(file);
    }

    private int Asked(string program) =>
        File.Exists(root / $"{program}.log") ? File.ReadAllLines(root / $"{program}.log").Length : 0;
}
