using CliWrap;
using CliWrap.Buffered;
using Pipeline.Foundation.Git;
using Pipeline.Workflows.Model;
using Pipeline.Workflows.Pins;

namespace Pipeline.Tests.Workflows;

public sealed class ActionUpdatesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("actions-").FullName;
    private readonly StringWriter output = new();

    [Fact]
    public async Task A_pin_moves_to_the_newest_release_with_the_commit_that_an_annotated_tag_names()
    {
        var pinned = Release("v1.2.0");
        Release("v1.9.0");
        var newest = Release("v1.10.0", annotated: true);
        Release("v2.0.0-beta.1");
        Release("nightly");
        var table = Table(pinned, "v1.2.0");

        await Update(new("acme/build", pinned, "v1.2.0"), table);

        File.ReadAllText(table).ShouldBe($"new(\"acme/build\", \"{newest}\", \"v1.10.0\");\n");
        output.ToString().ShouldContain("acme/build v1.2.0 → v1.10.0");
    }

    [Fact]
    public async Task The_newest_release_stays_as_it_is()
    {
        var pinned = Release("v1.2.0");
        var table = Table(pinned, "v1.2.0");

        await Update(new("acme/build", pinned, "v1.2.0"), table);

        File.ReadAllText(table).ShouldContain($"\"{pinned}\", \"v1.2.0\"");
        output.ToString().ShouldContain("is the newest");
    }

    [Fact]
    public async Task A_tag_that_moved_is_refused_and_nothing_is_written()
    {
        var pinned = Release("v1.2.0");
        var table = Table(pinned, "v1.2.0");
        Git("tag", "--delete", "v1.2.0");
        var moved = Release("v1.2.0");
        Release("v1.3.0");

        var refusal = await Should.ThrowAsync<WorkflowException>(() =>
            Update(new("acme/build", pinned, "v1.2.0"), table)
        );

        refusal.Message.ShouldContain("the tag v1.2.0 of acme/build moved");
        refusal.Message.ShouldContain(moved);
        File.ReadAllText(table).ShouldContain(pinned);
    }

    [Fact]
    public async Task A_tag_that_vanished_is_refused()
    {
        var pinned = Release("v1.2.0");
        Git("tag", "--delete", "v1.2.0");
        Release("v1.3.0");

        var refusal = await Should.ThrowAsync<WorkflowException>(() =>
            Update(new("acme/build", pinned, "v1.2.0"), Table(pinned, "v1.2.0"))
        );

        refusal.Message.ShouldContain("has no tag v1.2.0 any more");
    }

    [Fact]
    public async Task A_repository_that_does_not_answer_is_named() =>
        (
            await Should.ThrowAsync<GitException>(() =>
                Update(new("acme/nowhere", new('0', 40), "v1.0.0"), Table("", ""))
            )
        ).Message.ShouldContain("acme/nowhere");

    public void Dispose()
    {
        output.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private Task Update(ActionPin pin, string table) =>
        ActionUpdates.Run([pin], [table], repository => RemoteTags.Read($"file://{folder}/{repository}"), output);

    private string Table(string commit, string version)
    {
        var table = Path.Combine(folder, "Table.cs");
        File.WriteAllText(table, $"new(\"acme/build\", \"{commit}\", \"{version}\");\n");
        return table;
    }

    private string Release(string tag, bool annotated = false)
    {
        if (!Directory.Exists(Path.Combine(folder, "acme", "build")))
        {
            Directory.CreateDirectory(Path.Combine(folder, "acme", "build"));
            Git("init", "-q", "-b", "main");
        }

        Git("commit", "-q", "--allow-empty", "-m", $"{tag} {Guid.NewGuid()}");
        Git(annotated ? ["tag", "-a", "-m", tag, tag] : ["tag", tag]);
        return Git("rev-parse", "HEAD");
    }

    private string Git(params string[] arguments) =>
        Cli.Wrap("git")
            .WithWorkingDirectory(Path.Combine(folder, "acme", "build"))
            .WithArguments(["-c", "user.name=Test", "-c", "user.email=test@localhost", .. arguments])
            .ExecuteBufferedAsync()
            .GetAwaiter()
            .GetResult()
            .StandardOutput.Trim();
}
