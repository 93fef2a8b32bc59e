using System.Diagnostics;
using CliWrap;
using Nuke.Common.IO;
using Pipeline.Foundation.Git;
using YamlDotNet.Serialization;

namespace GitOps;

/// <summary>All services of a platform bumped in one run, beside sed and beside a YAML round trip.</summary>
internal static class Many
{
    private const string Sed = """
        set -e
        for file in gitops/manifests/*/*/deployment.yaml; do
            service=$(basename "$(dirname "$file")")
            sed -i "s|image: registry.example/bench/$service:[^ ]*|image: registry.example/bench/$service:$1|" "$file"
        done
        """;

    public static async Task Measure(int services)
    {
        AbsolutePath folder = Directory.CreateTempSubdirectory("gitops-many-").FullName;
        try
        {
            var remote = await Remote.Create(folder / "remote", services);
            var workspace = await Workspace.Create(folder / "workspace", $"file://{remote.Bare}", services);
            await workspace.Commit("Start");
            Console.WriteLine($"| {services} services | time | lines changed |\n|---|---|---|");

            var (passed, time, output) = await workspace.Bump();
            if (!passed)
                Console.Error.WriteLine(output);
            Report("Bump, cold", time, await Changed(remote));
            await workspace.Commit("Next");
            (_, time, _) = await workspace.Bump();
            Report("Bump, warm", time, await Changed(remote));
            Report(
                "sed and git",
                await ByHand(
                    remote,
                    folder / "sed",
                    clone =>
                        Cli.Wrap("bash")
                            .WithArguments(["-c", Sed, "sed", "d0a1b2c"])
                            .WithWorkingDirectory(clone)
                            .ExecuteAsync()
                ),
                await Changed(remote)
            );
            Report(
                "YAML round trip and git",
                await ByHand(
                    remote,
                    folder / "yaml",
                    clone =>
                    {
                        RoundTrip(clone, "e0a1b2c");
                        return Task.CompletedTask;
                    }
                ),
                await Changed(remote)
            );
            await Editor(remote, services);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The editor alone: reading, finding, changing and proving, without Git.
    private static async Task Editor(Remote remote, int services)
    {
        var files = new List<(string Path, byte[] Content)>();
        for (var service = 0; service < services; service++)
            files.Add(
                (
                    Remote.File(service),
                    System.Text.Encoding.UTF8.GetBytes(
                        await GitCommand.Run(remote.Bare, ["show", $"main:{Remote.File(service)}"])
                    )
                )
            );
        var watch = Stopwatch.StartNew();
        var edited = Edits.Apply(files, services);
        Console.WriteLine($"\n{edited} manifests parsed, edited and proved: {watch.Elapsed.TotalSeconds:0.00} s");
    }

    private static void Report(string name, TimeSpan time, string changed) =>
        Console.WriteLine($"| {name} | {time.TotalSeconds:0.0} s | {changed} |");

    private static async Task<string> Changed(Remote remote) =>
        (await GitCommand.Run(remote.Bare, ["show", "--shortstat", "--format=", "main"])).Split(", ")[1].Split(' ')[0];

    private static async Task<TimeSpan> ByHand(Remote remote, AbsolutePath clone, Func<string, Task> edit)
    {
        var watch = Stopwatch.StartNew();
        await GitCommand.Run(remote.Root, ["clone", "--quiet", "--depth=1", $"file://{remote.Bare}", clone]);
        await edit(clone);
        await GitCommand.Run(
            clone,
            [
                "-c",
                "user.name=Bench",
                "-c",
                "user.email=bench@localhost",
                "-c",
                "commit.gpgsign=false",
                "commit",
                "-qam",
                "bump",
            ]
        );
        await GitCommand.Run(clone, ["push", "--quiet", "origin", "HEAD:main"]);
        return watch.Elapsed;
    }

    private static void RoundTrip(string clone, string tag)
    {
        var (reader, writer) = (new DeserializerBuilder().Build(), new SerializerBuilder().Build());
        foreach (
            var file in Directory.EnumerateFiles(
                Path.Combine(clone, "gitops/manifests"),
                "deployment.yaml",
                SearchOption.AllDirectories
            )
        )
        {
            var document = reader.Deserialize<Dictionary<object, object>>(File.ReadAllText(file));
            var pod = Map(Map(Map(document["spec"])["template"])["spec"]);
            var container = Map(((List<object>)pod["containers"])[0]);
            container["image"] = $"registry.example/bench/{container["name"]}:{tag}";
            File.WriteAllText(file, writer.Serialize(document));
        }
    }

    private static Dictionary<object, object> Map(object node) => (Dictionary<object, object>)node;
}
