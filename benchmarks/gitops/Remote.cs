using System.Text;
using CliWrap;
using Nuke.Common.IO;
using Pipeline.Foundation.Git;

namespace GitOps;

/// <summary>A bare repository of generated manifests.</summary>
internal sealed class Remote
{
    private Remote(AbsolutePath folder) => Root = folder;

    /// <summary>The folder that a server is to serve.</summary>
    public AbsolutePath Root { get; }

    public AbsolutePath Bare => Root / "gitops.git";

    /// <summary>
    /// Makes one by git fast-import: a commit with all manifests, and commits that each bump one of them.
    /// </summary>
    public static async Task<Remote> Create(AbsolutePath folder, int services, int commits = 0)
    {
        Directory.CreateDirectory(folder);
        var remote = new Remote(folder);
        await GitCommand.Run(folder, ["init", "--quiet", "--bare", "--initial-branch=main", remote.Bare]);
        foreach (var setting in new[] { "uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant", "http.receivepack" })
            await GitCommand.Run(remote.Bare, ["config", setting, "true"]);
        await remote.Import(services, commits);
        return remote;
    }

    public static string File(int service) => $"gitops/manifests/{Folder(service)}/deployment.yaml";

    /// <summary>The folder of a service below that of its team, of a hundred services each.</summary>
    public static string Folder(int service) => $"team{service / 100:00}/{Service(service)}";

    public static string Service(int number) => $"s{number:0000}";

    public async Task<int> Commits() => int.Parse(await GitCommand.Run(Bare, ["rev-list", "--count", "main"]));

    /// <summary>How many of the first services have an image with a tag at the tip.</summary>
    public async Task<int> Landed(int services, string tag)
    {
        var found = await GitCommand.Try(Bare, ["grep", "-l", $":{tag}", "main", "--", "gitops/manifests"]);
        var files = found.StandardOutput.Split('\n').ToHashSet();
        return Enumerable.Range(0, services).Count(service => files.Contains($"main:{File(service)}"));
    }

    /// <summary>Adds commits that each bump one of the services.</summary>
    public async Task Advance(int services, int commits) =>
        await Import(services, commits, await GitCommand.Run(Bare, ["rev-parse", "main"]));

    private async Task Import(int services, int commits, string? tip = null)
    {
        using var stream = new MemoryStream();
        await using (var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" })
        {
            var time = 1_700_000_000 + (tip is null ? 0 : 1_000_000);
            if (tip is null)
            {
                Begin("All manifests");
                for (var service = 0; service < services; service++)
                {
                    Write(File(service), Deployment(service, "0a1b2c3"));
                    Write(
                        $"gitops/manifests/{Folder(service)}/service.yaml",
                        $"kind: Service\nmetadata: {{name: {Service(service)}}}\n"
                    );
                }
            }

            for (var commit = 0; commit < commits; commit++)
            {
                Begin($"deploy(develop): {Service(commit % services)} {commit:x7}");
                if (tip is not null && commit == 0)
                    text.WriteLine($"from {tip}");
                Write(File(commit % services), Deployment(commit % services, $"{commit:x7}"));
            }

            void Begin(string message)
            {
                text.WriteLine(
                    $"commit refs/heads/main\ncommitter Bench <bench@localhost> {time++} +0000\ndata {message.Length}\n{message}"
                );
            }

            void Write(string path, string content)
            {
                text.WriteLine($"M 100644 inline {path}\ndata {content.Length}\n{content}");
            }
        }

        stream.Position = 0;
        await Cli.Wrap("git")
            .WithWorkingDirectory(Bare)
            .WithArguments(["fast-import", "--quiet", "--depth=50"])
            .WithStandardInputPipe(PipeSource.FromStream(stream))
            .ExecuteAsync();
    }

    private static string Deployment(int service, string tag) =>
        $"""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: {Service(service)}
              labels: {"{"}app: {Service(service)}{"}"} # by which the service finds it
            spec:
              replicas: 2
              selector:
                matchLabels:
                  app: {Service(service)}
              template:
                metadata:
                  labels:
                    app: {Service(service)}
                spec:
                  containers:
                    - name: {Service(service)}
                      image: registry.example/bench/{Service(service)}:{tag} # set by the pipeline
                      ports:
                        - containerPort: 8080
                      env:
                        - {"{"}name: LOG_LEVEL, value: "info"{"}"}
                    - name: proxy
                      image: "envoyproxy/envoy:v1.31.0"

            """;
}
