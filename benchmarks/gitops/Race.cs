using System.Diagnostics;
using CliWrap;
using Nuke.Common.IO;
using Pipeline.Tests.Deployments.GitOps;

namespace GitOps;

/// <summary>
/// Twenty processes that each bump another service of one repository at once, beside the shell loop that people use.
/// </summary>
internal static class Race
{
    private const int Processes = 20;

    // Clone, edit, commit, then push, and rebase where that fails; five tries, and green whatever comes of them.
    private const string Loop = """
        set -e
        git clone -q --depth=1 "$1" "$2" && cd "$2"
        git config user.name Bench && git config user.email bench@localhost && git config commit.gpgsign false
        sed -i "s|image: registry.example/bench/$3:[^ ]*|image: registry.example/bench/$3:$4|" "gitops/manifests/team00/$3/deployment.yaml"
        git commit -qam "bump $3 to $4"
        for attempt in 1 2 3 4 5; do
            git push -q origin HEAD:main && break
            git fetch -q origin main && git rebase -q origin/main || true
            sleep 1
        done
        """;

    public static async Task Measure(int rounds)
    {
        AbsolutePath folder = Directory.CreateTempSubdirectory("gitops-race-").FullName;
        try
        {
            var remote = await Remote.Create(folder / "remote", Processes);
            await using var server = new GitHttpServer(remote.Root);
            var url = $"{server.Url}gitops.git";
            var workspaces = await Task.WhenAll(
                Enumerable.Range(0, Processes).Select(at => Workspace.Create(folder / $"{at}", url, Processes))
            );
            Console.WriteLine(
                "| round | Bump: landed | lost | doubled | the last after | shell loop: landed | lost | said success | the last after |"
            );
            Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
            for (var round = 1; round <= rounds; round++)
            {
                await Task.WhenAll(workspaces.Select(workspace => workspace.Commit($"Round {round}")));
                var before = await remote.Commits();
                var watch = Stopwatch.StartNew();
                var bumps = await Task.WhenAll(
                    workspaces.Select((workspace, at) => workspace.Bump("--service", Remote.Service(at)))
                );
                var bumped = watch.Elapsed;
                var landed = await remote.Landed(Processes, workspaces[0].Tag);
                var commits = await remote.Commits() - before;
                foreach (var failure in bumps.Where(bump => !bump.Passed))
                    Console.Error.WriteLine(failure.Output);

                watch.Restart();
                var tag = $"c{round:x6}";
                var loops = await Task.WhenAll(
                    Enumerable.Range(0, Processes).Select(at => Shell(url, folder / "loops" / $"{round}-{at}", at, tag))
                );
                var looped = watch.Elapsed;
                var survived = await remote.Landed(Processes, tag);
                Console.WriteLine(
                    $"| {round} | {landed} | {Processes - landed} | {commits - landed} | {bumped.TotalSeconds:0.0} s "
                        + $"| {survived} | {Processes - survived} | {loops.Count(code => code == 0)} | {looped.TotalSeconds:0.0} s |"
                );
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> Shell(string url, AbsolutePath clone, int service, string tag)
    {
        Directory.CreateDirectory(clone.Parent!);
        var result = await Cli.Wrap("bash")
            .WithArguments(["-c", Loop, "loop", url, clone, Remote.Service(service), tag])
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync();
        return result.ExitCode;
    }
}
