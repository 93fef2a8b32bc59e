namespace EndToEnd.Tests.Recovery;

/// <summary>
/// Runs whose disk is full at some moment: a small file system in memory takes the place of the artifacts.
/// </summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly CheapPlatform platform = new();

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(160)]
    public async Task A_full_disk_is_said_in_a_sentence_and_the_next_run_with_space_succeeds(int kibibytesLeft)
    {
        platform.MakeCommit();

        using var script = platform.StartApart(
            $$"""
            set -e
            cp -a artifacts .nuke/kept
            mount -t tmpfs -o size=8m none artifacts
            cp -a .nuke/kept/. artifacts
            left=$(df --output=avail -k artifacts | tail -n 1)
            head -c $(( (left - {{kibibytesLeft}}) * 1024 )) /dev/zero >artifacts/filler
            "$@" >.nuke/full.txt 2>&1 && echo "the full disk did not matter" || true
            rm artifacts/filler
            "$@" >.nuke/space.txt 2>&1
            find artifacts -name '*.part'
            cp -a artifacts/local/gitops.git .nuke/remote
            """
        );
        await script.Ends(TimeSpan.FromMinutes(2));

        var full = await File.ReadAllTextAsync(
            Path.Combine(platform.Root, ".nuke", "full.txt"),
            TestContext.Current.CancellationToken
        );
        full.ShouldContain("No space left on device");
        full.ShouldNotContain("   at ");
        var output = await script.Output();
        script.ExitCode.ShouldBe(0, output + Text(".nuke/space.txt"));
        output.ShouldBe("");
        platform
            .Git(Path.Combine(platform.Root, ".nuke", "remote"), "show", "main")
            .ShouldContain(platform.Image("web"));
    }

    public void Dispose() => platform.Dispose();

    private string Text(string file) =>
        File.Exists(Path.Combine(platform.Root, file)) ? File.ReadAllText(Path.Combine(platform.Root, file)) : "";
}
