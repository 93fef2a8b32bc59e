using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Git;
using Pipeline.Images;

namespace GitOps;

/// <summary>
/// A clone of a platform's sources in which the compiled build runs <c>Bump</c>, in a process of its own.
/// </summary>
internal sealed class Workspace
{
    // The compiled build that users run; run.sh names it.
    private static readonly string Build =
        Environment.GetEnvironmentVariable("BENCHMARK_BUILD")
        ?? throw new InvalidOperationException("BENCHMARK_BUILD names no build: start benchmarks/gitops/run.sh");

    private readonly AbsolutePath root;
    private readonly int services;

    private Workspace(AbsolutePath root, int services)
    {
        this.root = root;
        this.services = services;
    }

    /// <summary>The tag of the commit that is delivered.</summary>
    public string Tag { get; private set; } = "";

    /// <summary>Makes one.</summary>
    /// <param name="root">Where.</param>
    /// <param name="remote">The address of the GitOps repository.</param>
    /// <param name="services">How many services the platform has.</param>
    public static async Task<Workspace> Create(AbsolutePath root, string remote, int services)
    {
        var catalog = new StringBuilder("platform: bench\nservices:\n");
        for (var service = 0; service < services; service++)
        {
            var name = Remote.Service(service);
            Directory.CreateDirectory(root / "services" / name);
            File.WriteAllText(root / "services" / name / "main.py", "");
            catalog.Append($"  {name}: {{manifests: {Remote.Folder(service)}, image: bench/{name}}}\n");
        }

        catalog.Append(
            $"environments:\n  develop:\n    registry: registry.example\n    gates: []\n    gitops: {{repository: '{remote}', path: gitops/manifests}}\n"
        );
        File.WriteAllText(root / "pipeline.yaml", catalog.ToString());
        File.WriteAllText(root / ".gitignore", "/artifacts/\n/.nuke/\n");
        Directory.CreateDirectory(root / ".nuke");
        await GitCommand.Run(root, ["init", "--quiet", "--initial-branch=main"]);
        return new(root, services);
    }

    /// <summary>Commits, and hands over images that were pushed of that commit.</summary>
    public async Task Commit(string message)
    {
        await GitCommand.Run(root, ["add", "--all"]);
        // The same commit in each workspace, as if all were clones of one repository.
        var commit = await Cli.Wrap("git")
            .WithWorkingDirectory(root)
            .WithArguments([
                "-c",
                "user.name=Bench",
                "-c",
                "user.email=bench@localhost",
                "-c",
                "commit.gpgsign=false",
                "commit",
                "--quiet",
                "--allow-empty",
                "-m",
                message,
            ])
            .WithEnvironmentVariables(variables =>
                variables
                    .Set("GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z")
                    .Set("GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z")
            )
            .ExecuteBufferedAsync();
        _ = commit;
        var head = await GitCommand.Run(root, ["rev-parse", "HEAD"]);
        Tag = await GitCommand.Run(root, ["rev-parse", "--short=7", "HEAD"]);
        for (var service = 0; service < services; service++)
        {
            var name = Remote.Service(service);
            var image = new PushedImage(new("registry.example", $"bench/{name}", Tag, $"sha256:{new string('7', 64)}"));
            HandoverFile.Write(
                root / "artifacts" / "handover" / head / name / "PushedImage.Push.json",
                JsonSerializer.SerializeToUtf8Bytes(image),
                durable: false
            );
        }
    }

    /// <summary>Runs <c>Bump</c> to its end.</summary>
    public async Task<(bool Passed, TimeSpan Time, string Output)> Bump(params string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        var result = await Cli.Wrap("dotnet")
            .WithWorkingDirectory(root)
            .WithArguments([Build, "Bump", "--skip", "--environment", "develop", .. arguments, "--root", root])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        return (result.ExitCode == 0, watch.Elapsed, result.StandardOutput + result.StandardError);
    }
}
