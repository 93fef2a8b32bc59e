using System.Text.Json;
using CliWrap.Buffered;

namespace EndToEnd.Tests.Delivery;

public sealed class BumpProcessTests : IDisposable
{
    private readonly SamplePlatform platform = new();

    [Fact]
    public async Task A_landed_bump_connects_to_the_remote_twice_and_starts_four_processes_of_Git_in_its_clone()
    {
        await Bump("first");

        var commands = await Bump("second");

        commands
            .Where(command => command.IsInClone)
            .Select(command => command.Name)
            .ShouldBe(["fetch", "cat-file", "fast-import", "push"]);
        commands.Count(command => !command.IsOfStart).ShouldBeLessThanOrEqualTo(8);
    }

    public void Dispose() => platform.Dispose();

    // What was started by the build itself, in this order.
    private async Task<IReadOnlyList<GitStart>> Bump(string message)
    {
        PushedImageFile.Write(
            platform.Root,
            platform.Commit(message),
            "auth",
            platform.Registry,
            "togglemaster/auth-service",
            $"sha256:{new string('7', 64)}"
        );
        var traces = Directory.CreateTempSubdirectory("git-traces-").FullName;
        var outcome = await platform
            .BuildCommand("Bump", "--skip", "--service", "auth")
            .WithEnvironmentVariables(variables => variables.Set("GIT_TRACE2_EVENT", traces))
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        outcome.ExitCode.ShouldBe(0, outcome.StandardOutput);
        var started = Directory
            .EnumerateFiles(traces)
            .SelectMany(File.ReadLines)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("event").GetString() == "start")
            // A process that another one of Git has started is named below that one.
            .Where(line => !line.GetProperty("sid").GetString()!.Contains('/', StringComparison.Ordinal))
            .OrderBy(line => line.GetProperty("time").GetString(), StringComparer.Ordinal)
            .Select(line => new GitStart([
                .. line.GetProperty("argv").EnumerateArray().Select(argument => argument.GetString()!),
            ]))
            .ToArray();
        Directory.Delete(traces, recursive: true);
        return started;
    }

    private sealed record GitStart(string[] Arguments)
    {
        private static readonly string[] AtStart = ["rev-parse", "log", "status"];

        public string Name =>
            Arguments.Skip(1).Where((argument, at) => argument[0] != '-' && Arguments[at] != "-c").First();

        // The remote of this machine is looked at before, to see whether it has deliveries.
        public bool IsInClone => Arguments.Contains("--git-dir=.") && Name != "rev-list";

        // By which each run knows what it works on.
        public bool IsOfStart => AtStart.Contains(Name);
    }
}
