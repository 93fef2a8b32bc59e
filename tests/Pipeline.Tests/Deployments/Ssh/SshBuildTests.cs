using CliWrap;
using CliWrap.Buffered;
using Nuke.Common.IO;

namespace Pipeline.Tests.Deployments.Ssh;

/// <summary>A service from source to a host, by the commands that a user types.</summary>
public sealed class SshBuildTests(SystemdHosts hosts) : IClassFixture<SystemdHosts>, IDisposable
{
    private const string Secret = "made-up-greeting";

    private readonly AbsolutePath repository = Directory.CreateTempSubdirectory("pipeline-").FullName;

    public void Dispose() => Directory.Delete(repository, recursive: true);

    [Fact]
    public async Task A_service_is_built_delivered_seen_and_rolled_back()
    {
        await Write(
            "pipeline.yaml",
            $$"""
            platform: shop
            services:
              auth:
                commands: { compile: ['true'] }
                ssh:
                  files: /app
                  run: [python3, ./serve.py]
                  environment: [GREETING]
                  port: 8001
                  health: /
            environments:
              local:
                deployments: ssh
                ssh: { hosts: [{{hosts.All[0].Address}}], knownHosts: known_hosts, keyVariable: DEPLOY_KEY }
            """
        );
        await Write("known_hosts", hosts.All[0].KnownAs);
        await Write("services/auth/Dockerfile", "FROM scratch\nCOPY serve.py /app/serve.py\n");
        await Write(".gitignore", "/artifacts/\n/.nuke/\n");
        await Shell("git init -q -b main");

        await Commit("first");
        var first = await Build(
            "Image",
            "Push",
            "Bump",
            "Verify",
            "--skip",
            "Compile+Test+Lint+Sast+Sca+Scan+Sbom+Sign"
        );
        (await Answer()).ShouldBe($"first {Secret}");
        await Commit("second");
        await Build("Image", "Push", "Bump", "Verify", "--skip", "Compile+Test+Lint+Sast+Sca+Scan+Sbom+Sign");
        (await Answer()).ShouldBe($"second {Secret}");
        var status = await Build("Status", "--environment", "local");
        await Build("Rollback", "--service", "auth", "--environment", "local", "--reason", "too new");
        var history = await Build("History", "--service", "auth", "--environment", "local");

        (await Answer()).ShouldBe($"first {Secret}");
        first.ShouldContain("✓ Verify");
        first.ShouldNotContain(Secret);
        status.ShouldContain(await Shell("git rev-parse --short=7 HEAD"));
        history.ShouldContain("too new");
    }

    private Task Write(string file, string text)
    {
        (repository / file).Parent.CreateDirectory();
        return File.WriteAllTextAsync(repository / file, text);
    }

    private async Task Commit(string version)
    {
        await Write(
            "services/auth/serve.py",
            $"""
            import http.server, os
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(('{version} ' + os.environ['GREETING']).encode())
            http.server.HTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
            """
        );
        await Shell("git add --all && git -c user.name=Test -c user.email=test@localhost commit -q -m Change");
    }

    private Task<string> Answer() =>
        hosts
            .All[0]
            .Run(
                "python3 -c 'import urllib.request; print(urllib.request.urlopen(\"http://127.0.0.1:8001\").read().decode())'"
            );

    private async Task<string> Build(params string[] arguments)
    {
        var key = await File.ReadAllTextAsync(hosts.Key);
        var ended = await Cli.Wrap("dotnet")
            .WithArguments([TestedBuild.Path, .. arguments, "--root", repository])
            .WithWorkingDirectory(repository)
            .WithEnvironmentVariables(variables => variables.Set("DEPLOY_KEY", key).Set("GREETING", Secret))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        ended.ExitCode.ShouldBe(0, ended.StandardOutput + ended.StandardError);
        return ended.StandardOutput;
    }

    private async Task<string> Shell(string script) =>
        (
            await Cli.Wrap("sh").WithArguments(["-c", script]).WithWorkingDirectory(repository).ExecuteBufferedAsync()
        ).StandardOutput.Trim();
}
