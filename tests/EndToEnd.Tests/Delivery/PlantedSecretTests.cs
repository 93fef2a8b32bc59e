using System.Collections.Concurrent;
using System.Text;
using CliWrap;
using CliWrap.Buffered;

namespace EndToEnd.Tests.Delivery;

/// <summary>A secret in every channel that a run reads: it is found in nothing that the run writes.</summary>
public sealed class PlantedSecretTests : IDisposable
{
    private readonly SamplePlatform platform = new();
    private readonly string secret = $"made-up/{Guid.NewGuid():N}+42&x=%s";
    private readonly SecretSearch search;
    private readonly ConcurrentDictionary<string, bool> seen = [];

    public PlantedSecretTests() => search = new(secret);

    [Fact]
    public async Task A_planted_secret_is_found_in_nothing_that_was_written()
    {
        Plant();
        var summary = Path.Combine(platform.Root, "artifacts", "summary.md");
        Directory.CreateDirectory(Path.Combine(platform.Root, "artifacts"));

        var (onGitHub, first) = await Run(
            platform
                .BuildCommand("Deliver", "Smoke", "--parallel", "3")
                .WithEnvironmentVariables(variables =>
                    variables
                        .Set("PLANTED_TOKEN", secret)
                        .Set("GITHUB_ACTIONS", "true")
                        .Set("GITHUB_STEP_SUMMARY", summary)
                )
        );
        var (plain, second) = await Run(platform.BuildCommand("Deliver").WithEnvironmentVariables(Planted));
        var (preview, _) = await Run(platform.BuildCommand("Preview").WithEnvironmentVariables(Planted));

        // Each channel has to have been open, or nothing was tried.
        first.ShouldNotBe(0);
        second.ShouldNotBe(0);
        plain.ShouldContain("flag Test failed");
        plain.ShouldContain("targeting Compile failed");
        plain.ShouldContain("analytics Lint failed: the catalog's command");
        plain.ShouldContain("auth Sast failed");
        onGitHub.ShouldContain("file=services/auth/planted.go");
        preview.ShouldContain("auth:");
        File.ReadAllText(summary).ShouldContain("***");
        platform.GitOps("log", "--format=%B", "main").ShouldContain("Service: evaluation");

        // What is found nowhere has to be found where it is.
        search.In(onGitHub.Replace("%25", "%", StringComparison.Ordinal)).ShouldNotBeNull();
        search.Below(Path.Combine(platform.Root, "services"), _ => true).ShouldNotBeEmpty();

        search
            .In(
                string.Join(
                    '\n',
                    onGitHub.Split('\n').Where(line => !line.StartsWith("::add-mask::", StringComparison.Ordinal))
                )
            )
            .ShouldBeNull();
        search.In(plain).ShouldBeNull();
        search.In(preview).ShouldBeNull();
        // The registry has what the service's own Dockerfile puts into its image.
        search
            .Below(
                Path.Combine(platform.Root, "artifacts"),
                file => !file.StartsWith("local/registry/", StringComparison.Ordinal)
            )
            .ShouldBeEmpty();
        search.In(platform.GitOps("cat-file", "--batch-all-objects", "--batch")).ShouldBeNull();
        seen.Count.ShouldBeGreaterThan(50);
        seen.Keys.Where(line => search.In(line) is not null).ShouldBeEmpty();
    }

    public void Dispose() => platform.Dispose();

    private void Planted(CliWrap.Builders.EnvironmentVariablesBuilder variables) =>
        variables.Set("PLANTED_TOKEN", secret);

    private void Plant()
    {
        // What is asked for is passed to a service's programs.
        platform.Edit("pipeline.yaml", "services:", "passEnv: [PLANTED_TOKEN]\nservices:");
        // A tool's output, in pieces and in all spellings; its last line becomes the reason.
        Write(
            "services/targeting/planted.py",
            """
            import base64, json, os, sys, time, urllib.parse
            secret = os.environ["PLANTED_TOKEN"]
            spellings = [
                secret, "x" + secret + "y", json.dumps({"key": secret}), urllib.parse.quote(secret, safe=""),
                urllib.parse.quote_plus(secret), base64.b64encode(secret.encode()).decode(),
                base64.urlsafe_b64encode(b"u:" + secret.encode()).decode(), secret.encode().hex(),
                base64.encodebytes(b"-" * 50 + secret.encode() + b"-" * 50).decode(),
            ]
            for stream in (sys.stdout, sys.stderr):
                for spelling in spellings:
                    for at in range(0, len(spelling), 7):
                        stream.write(spelling[at:at + 7])
                        stream.flush()
                        time.sleep(0.002)
                    stream.write("\n")
            print("could not log in with", secret, file=sys.stderr)
            sys.exit(3)
            """
        );
        platform.Edit(
            "pipeline.yaml",
            "  targeting: {}",
            "  targeting:\n    commands:\n      compile: [python3, planted.py]"
        );
        // A command of the catalog.
        platform.Edit(
            "pipeline.yaml",
            "  analytics: {}",
            $"  analytics:\n    commands:\n      lint: [sh, -c, 'sleep 1; echo {secret}']"
        );
        // Names of tests, an exception's message, and what a test prints.
        Write(
            "services/flag/tests/test_planted.py",
            """
            import os
            import pytest

            @pytest.mark.parametrize("key", [os.environ["PLANTED_TOKEN"]])
            def test_planted(key):
                print("with", key)
                raise ValueError(f"refused: {key}")
            """
        );
        // A file that a scanner quotes, and an argument of a Dockerfile.
        Write(
            "services/auth/planted.go",
            $"package main\n\n// password = \"{secret}\" TODO: remove md5 {secret}\nvar plantedAddress = \"http://example.org/{secret}\"\n\nvar _ = plantedAddress\n"
        );
        platform.Edit(
            "services/evaluation/Dockerfile",
            "FROM scratch",
            $"FROM scratch\nARG PLANTED=\"{secret}\"\nLABEL planted=\"{secret}\""
        );
        platform.Git("checkout", "-q", "-b", $"feature/{secret}");
        platform.Commit($"Plant {secret}");
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(platform.Root, file), text + "\n");

    private async Task<(string Output, int ExitCode)> Run(Command command)
    {
        using var end = new CancellationTokenSource();
        var watching = Watch(end.Token);
        var result = await command.ExecuteBufferedAsync(Encoding.UTF8);
        await end.CancelAsync();
        await watching;
        return (result.StandardOutput + result.StandardError, result.ExitCode);
    }

    // What any user of the machine could see while the run goes on.
    private async Task Watch(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            foreach (var folder in Directory.EnumerateDirectories("/proc"))
                if (char.IsAsciiDigit(Path.GetFileName(folder)[0]))
                    try
                    {
                        seen[await File.ReadAllTextAsync(Path.Combine(folder, "cmdline"), CancellationToken.None)] =
                            true;
                    }
                    catch (IOException)
                    {
                        // It has ended.
                    }

            await Task.Delay(5, CancellationToken.None);
        }
    }
}
