using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Foundation.Git;
using Pipeline.Planning;

namespace Pipeline.Tests.Planning;

public sealed class SinceDeliveryTests : IDisposable
{
    private readonly AbsolutePath root = Directory.CreateTempSubdirectory("delivered-").FullName;

    public SinceDeliveryTests()
    {
        Write("pipeline.yaml", "platform: shop\nservices: { auth: {}, flag: {} }\n");
        GitCommand.Run(root, ["init", "-q", "-b", "main"]).GetAwaiter().GetResult();
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task A_service_is_compared_with_the_commit_that_it_was_delivered_from()
    {
        await Commit("auth/main.go", "flag/app.py");
        var second = await Commit("auth/main.go");
        await Commit("flag/app.py");

        var selected = await Select(("auth", second), ("flag", second));

        selected.ShouldBe(["flag: flag/app.py"]);
    }

    [Fact]
    public async Task A_service_whose_delivery_failed_stays_affected()
    {
        var first = await Commit("auth/main.go", "flag/app.py");
        await Commit("auth/main.go");
        var third = await Commit("readme.md");

        var selected = await Select(("auth", first), ("flag", third));

        selected.ShouldBe(["auth: auth/main.go"]);
    }

    [Fact]
    public async Task An_earlier_commit_is_superseded_by_a_delivery_of_a_later_one()
    {
        var first = await Commit("auth/main.go", "flag/app.py");
        var second = await Commit("auth/main.go");
        await GitCommand.Run(root, ["checkout", "-q", first]);

        var selected = await Select(("auth", second), ("flag", second));

        selected.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_service_that_was_never_delivered_is_one_of_them()
    {
        var first = await Commit("auth/main.go", "flag/app.py");

        var selected = await Select(("auth", first));

        selected.ShouldBe(["flag: was not delivered there before"]);
    }

    [Fact]
    public async Task A_delivered_commit_that_is_not_in_this_clone_affects_the_service()
    {
        var first = await Commit("auth/main.go", "flag/app.py");

        var selected = await Select(("auth", new string('d', 40)), ("flag", first));

        selected.ShouldHaveSingleItem().ShouldContain("is not a commit of this clone");
    }

    [Fact]
    public async Task A_delivered_commit_that_was_dropped_is_taken_back()
    {
        var first = await Commit("auth/main.go", "flag/app.py");
        var dropped = await Commit("auth/main.go");
        await GitCommand.Run(root, ["reset", "-q", "--hard", first]);
        await Commit("flag/app.py");

        var selected = await Select(("auth", dropped), ("flag", dropped));

        selected.ShouldBe(["auth: auth/main.go", "flag: flag/app.py"]);
    }

    [Fact]
    public async Task A_delivered_commit_of_another_history_is_compared_by_its_files()
    {
        await Commit("auth/main.go", "flag/app.py");
        await GitCommand.Run(root, ["switch", "-q", "--orphan", "rewritten"]);
        Write("pipeline.yaml", "platform: shop\nservices: { auth: {}, flag: {} }\n");
        await Commit("auth/main.go");
        var rewritten = await GitCommand.Run(root, ["rev-parse", "HEAD"]);
        await GitCommand.Run(root, ["switch", "-q", "main"]);

        var selected = await Select(("auth", rewritten), ("flag", rewritten));

        selected.ShouldBe(["auth: auth/main.go", "flag: flag/app.py"]);
    }

    private async Task<string[]> Select(params (string Service, string Commit)[] delivered)
    {
        var platform = new Platform
        {
            Name = "shop",
            Root = root,
            Services = [Service("auth"), Service("flag")],
            Environments = [],
        };
        var selected = await Selection.SinceDelivery(
            platform,
            root / "pipeline.yaml",
            await PendingSource.Ask(root).Whole(),
            [],
            delivered.ToDictionary(entry => entry.Service, entry => entry.Commit)
        );
        return [.. selected.Select(one => $"{one.Source.Name}: {one.Reason}")];
    }

    private Service Service(string name) =>
        new()
        {
            Name = name,
            Directory = root / name,
            Path = name,
            Language = Language.Custom,
            Context = root / name,
            Image = $"shop/{name}",
        };

    private async Task<string> Commit(params string[] files)
    {
        foreach (var file in files)
            Write(file, $"{Guid.NewGuid()}");
        await GitCommand.Run(root, ["add", "--all"]);
        await GitCommand.Run(
            root,
            ["-c", "user.name=Jane", "-c", "user.email=jane@example.invalid", "commit", "-q", "-m", "change"]
        );
        return await GitCommand.Run(root, ["rev-parse", "HEAD"]);
    }

    private void Write(string file, string text)
    {
        Directory.CreateDirectory((root / file).Parent!);
        File.WriteAllText(root / file, text);
    }
}
