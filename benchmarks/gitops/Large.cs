using System.Diagnostics;
using Nuke.Common.IO;
using Pipeline.Foundation.Git;
using Pipeline.Tests.Deployments.GitOps;

namespace GitOps;

/// <summary>
/// One bump in a large repository with a long history, cold and warm, beside clones that people make for one.
/// </summary>
internal static class Large
{
    private const int Own = 20;
    private const int Meanwhile = 50;

    public static async Task Measure(int services, int commits)
    {
        AbsolutePath folder = Directory.CreateTempSubdirectory("gitops-large-").FullName;
        try
        {
            var remote = await Remote.Create(folder / "remote", services, commits);
            await GitCommand.Run(remote.Bare, ["repack", "-adq"]);
            await using var server = new GitHttpServer(remote.Root);
            var url = $"{server.Url}gitops.git";
            var workspace = await Workspace.Create(folder / "workspace", url, Own);
            Console.WriteLine($"| {services} services, {commits} commits | time | KB transferred |\n|---|---|---|");

            await Bump("Bump, cold");
            await remote.Advance(services, Meanwhile);
            await Bump($"Bump, warm, after {Meanwhile} commits of others");
            await Bump("Bump, warm, next commit");
            await Clone("git clone --depth=1, before any edit", "--depth=1");
            await Clone("git clone, before any edit");

            async Task Bump(string name)
            {
                await workspace.Commit(name);
                var before = server.Bytes;
                var (passed, time, output) = await workspace.Bump("--service", Remote.Service(0));
                if (!passed)
                    Console.Error.WriteLine(output);
                Report(name, time, server.Bytes - before);
            }

            async Task Clone(string name, params string[] options)
            {
                var before = server.Bytes;
                var watch = Stopwatch.StartNew();
                await GitCommand.Run(
                    folder,
                    ["clone", "--quiet", .. options, url, folder / Guid.NewGuid().ToString("N")]
                );
                Report(name, watch.Elapsed, server.Bytes - before);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Report(string name, TimeSpan time, long bytes) =>
        Console.WriteLine($"| {name} | {time.TotalSeconds:0.0} s | {bytes / 1024} |");
}
