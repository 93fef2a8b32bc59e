using Nuke.Common.IO;
using Pipeline.Execution.Cache;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Execution.Cache;

/// <summary>Entries that are not what was written, or that were written to do harm.</summary>
public sealed class BadEntryTests : IDisposable
{
    private readonly CachedRuns runs = new();

    [Theory]
    [InlineData("empty")]
    [InlineData("cut off")]
    [InlineData("changed at its beginning")]
    [InlineData("changed at its end")]
    [InlineData("another step's")]
    [InlineData("something else")]
    public async Task A_bad_entry_is_a_miss_that_is_told_once_and_replaced(string how)
    {
        runs.Cacheable("compile", "", step => step.Log.Write($"compiling {step.Service.Name}"));
        await runs.Run();
        // The log that stands need not be read, and would not be found to be damaged.
        Directory.Delete(runs.Artifacts / "logs", recursive: true);
        var contents = runs.Entries.Select(File.ReadAllBytes).ToArray();
        foreach (var (entry, index) in runs.Entries.Select((entry, index) => (entry, index)))
            File.WriteAllBytes(entry, Damage(how, contents[index], contents[1 - index]));

        (await runs.Run()).ShouldAllBe(step => step.EndsWith("passed"));

        runs.Warnings.ShouldHaveSingleItem().ShouldContain("is not used, and the step runs");
        (await runs.Run()).ShouldAllBe(step => step.EndsWith("cached"));
        runs.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData((byte)CacheRoot.Artifacts, "../outside")]
    [InlineData((byte)CacheRoot.Artifacts, "tests/auth/../../../outside")]
    [InlineData((byte)CacheRoot.Artifacts, "/tmp/outside")]
    [InlineData((byte)CacheRoot.Artifacts, "tests/flag/report")]
    [InlineData((byte)CacheRoot.Artifacts, "tests//auth/report")]
    [InlineData((byte)CacheRoot.Artifacts, "handover/auth/value")]
    [InlineData((byte)CacheRoot.Artifacts, "cache/auth/entry")]
    [InlineData((byte)CacheRoot.Artifacts, "run.json")]
    [InlineData((byte)CacheRoot.Artifacts, "tests\\..\\..\\auth\\outside")]
    [InlineData((byte)CacheRoot.Service, "main.go")]
    [InlineData((byte)CacheRoot.Service, "bin/../main.go")]
    [InlineData((byte)CacheRoot.Service, "bin")]
    [InlineData((byte)7, "bin/program")]
    public void An_entry_may_write_nothing_but_the_outputs_of_its_step(byte root, string path) =>
        Folders().Allow((CacheRoot)root, path).ShouldBeFalse();

    [Theory]
    [InlineData((byte)CacheRoot.Artifacts, "tests/auth/test.junit.xml")]
    [InlineData((byte)CacheRoot.Artifacts, "tests/auth/results/a..b/one.trx")]
    [InlineData((byte)CacheRoot.Service, "bin/program")]
    public void The_outputs_of_a_step_may_be_written(byte root, string path) =>
        Folders().Allow((CacheRoot)root, path).ShouldBeTrue();

    [Fact]
    public async Task An_entry_that_would_write_elsewhere_is_refused_and_removed()
    {
        runs.Cacheable("compile", "");
        await Forge("../../victim");

        await runs.Run();

        runs.Warnings.ShouldHaveSingleItem()
            .ShouldContain("it would write ../../victim, which is not an output of the step");
        File.Exists(runs.Root / "victim").ShouldBeFalse();
        runs.Result("compile", "auth").Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task An_entry_that_looks_at_files_elsewhere_is_not_used()
    {
        runs.Cacheable("compile", "", outputs: new([], ["node_modules/.package-lock.json"]));
        await Forge("tests/auth/report", standing: "/etc/passwd");

        await runs.Run();

        runs.Result("compile", "auth").Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task A_link_on_the_way_to_an_output_is_not_followed()
    {
        runs.Cacheable("compile", "");
        await Forge("tests/auth/report");
        Directory.CreateDirectory(runs.Root / "elsewhere");
        Directory.CreateDirectory(runs.Artifacts / "tests");
        Directory.CreateSymbolicLink(runs.Artifacts / "tests" / "auth", runs.Root / "elsewhere");

        await runs.Run();

        runs.Warnings.ShouldHaveSingleItem().ShouldContain("through a link");
        Directory.GetFiles(runs.Root / "elsewhere").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_output_that_is_a_link_is_replaced_and_what_it_leads_to_stays()
    {
        runs.Cacheable("compile", "");
        await Forge("tests/auth/report");
        File.WriteAllText(runs.Artifacts / "victim", "untouched");
        Directory.CreateDirectory(runs.Artifacts / "tests" / "auth");
        File.CreateSymbolicLink(runs.Artifacts / "tests" / "auth" / "report", runs.Artifacts / "victim");

        await runs.Run();

        runs.Result("compile", "auth").Status.ShouldBe(StepStatus.Cached);
        File.ReadAllText(runs.Artifacts / "victim").ShouldBe("untouched");
    }

    [Theory]
    [InlineData("bin/evil.go", "**/bin/*\n!**/bin/evil.go")]
    [InlineData("bin/tracked.sh", "bin/")]
    public async Task A_source_is_never_written_even_where_outputs_are(string path, string ignored)
    {
        runs.Repository.Write(".gitignore", $"/artifacts/\n{ignored}\n");
        runs.Repository.Write("services/auth/bin/tracked.sh", "echo harmless");
        runs.Repository.Git("add", "--force", "services/auth/bin/tracked.sh");
        runs.Repository.Commit();
        runs.Cacheable("compile", "", outputs: new(["bin"], []));
        await Forge(path, CacheRoot.Service);

        await runs.Run();

        runs.Warnings.ShouldHaveSingleItem().ShouldContain($"it would write sources, such as {path}");
        File.ReadAllText(runs.Auth.Directory / "bin" / "tracked.sh").ShouldBe("echo harmless");
        File.Exists(runs.Auth.Directory / "bin" / "evil.go").ShouldBeFalse();
    }

    [Fact]
    public async Task The_name_of_a_value_is_no_way_out_of_the_folder_of_hand_overs()
    {
        runs.Cacheable("compile", "");
        await Forge("tests/auth/report", value: "A.../../../../victim");

        await runs.Run();

        runs.Result("compile", "auth").Status.ShouldBe(StepStatus.Cached);
        Directory.GetFiles(runs.Root, "*victim*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    public void Dispose() => runs.Dispose();

    private static byte[] Damage(string how, byte[] content, byte[] other) =>
        how switch
        {
            "empty" => [],
            "cut off" => content[..^20],
            "changed at its beginning" => [(byte)(content[0] ^ 1), .. content[1..]],
            "changed at its end" => [.. content[..^60], (byte)(content[^60] ^ 1), .. content[^59..]],
            "another step's" => other,
            _ => [.. Enumerable.Repeat((byte)'x', 10_000)],
        };

    private StepFolders Folders() => new(runs.Artifacts, runs.Auth, new(["bin"], []));

    // The entry of auth's step is given a file or a value that the step never wrote.
    private async Task Forge(
        string path,
        CacheRoot root = CacheRoot.Artifacts,
        string? value = null,
        string? standing = null
    )
    {
        await runs.Run();
        var file = runs.Entries.Single(entry => Read(entry).Reason == "compile of auth passed");
        var entry = Read(file);
        using var stream = new MemoryStream();
        var content = Path.GetTempFileName();
        File.WriteAllText(content, "harm");
        var writer = new EntryWriter(stream, new([]));
        var forged = entry with
        {
            Log = writer.Append(content, CacheRoot.Artifacts, "log"),
            Files = [writer.Append(content, root, path)],
            Standing = standing is null ? [] : [new(standing, EntryReader.DigestOf(standing))],
            Values = value is null ? [] : [new(value, "{}"u8.ToArray())],
        };
        File.Delete(content);
        EntryFile.WriteIndex(stream, forged);
        File.WriteAllBytes(file, stream.ToArray());
    }

    private static CacheEntry Read(string file)
    {
        using var stream = File.OpenRead(file);
        return EntryFile.Read(stream);
    }
}
