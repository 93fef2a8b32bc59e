using CliWrap;
using CliWrap.Buffered;

namespace Pipeline.Tests.Completing;

/// <summary>The scripts in real shells, in a repository whose bootstrap is the compiled build.</summary>
public sealed class ShellTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("pipeline-shell-").FullName;

    public ShellTests()
    {
        Directory.CreateDirectory(Path.Combine(root, ".nuke"));
        Directory.CreateDirectory(Path.Combine(root, "auth"));
        Write("auth/go.mod", "module auth\n");
        Write("pipeline.yaml", "platform: shop\nservices: { auth: {} }\n");
        Write("build.sh", $"#!/bin/sh\nexec dotnet '{TestedBuild.Path}' \"$@\" --root \"$PWD\"\n");
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("Prev", "Preview")]
    [InlineData("Push --serv", "--service")]
    [InlineData("Push --service a", "auth")]
    [InlineData("Deliver --environment lo", "local")]
    public async Task Bash_completes_a_line(string typed, string completed)
    {
        string[] words = ["./build.sh", .. typed.Split(' ')];

        var shown = await Shell(
            "bash",
            $"""
            chmod +x build.sh
            eval "$(./build.sh Completion --for bash)"
            COMP_WORDS=({string.Join(' ', words)})
            COMP_CWORD={words.Length - 1}
            _pipeline ./build.sh
            printf '%s\n' "$COMPREPLY"
            complete -p build.sh
            """
        );

        shown.ShouldBe([completed, "complete -o default -F _pipeline build.sh"]);
    }

    // Typed in a terminal of zsh's own, as its widgets work nowhere else.
    [Theory]
    [InlineData("Prev", "Preview")]
    [InlineData("Push --service a", "auth")]
    public async Task Zsh_completes_a_line(string typed, string completed)
    {
        var shown = await Shell(
            "zsh",
            $$"""
            chmod +x build.sh
            zmodload zsh/zpty
            zpty terminal zsh -f -i
            zpty -w terminal 'PS1=; autoload -U compinit; compinit -u -D; eval "$(./build.sh Completion --for zsh)"; print -r READY$((1 + 1))'
            zpty -r terminal answer '*READY2*'
            zpty -w -n terminal $'./build.sh {{typed}}\t'
            zpty -r -m terminal answer '*{{completed}}*'
            zpty -d terminal
            print -r -- {{completed}}
            """
        );

        shown[^1].ShouldBe(completed);
    }

    private async Task<string[]> Shell(string shell, string script)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var ended = await Cli.Wrap(shell)
            .WithArguments(["-c", script])
            .WithWorkingDirectory(root)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(limit.Token);
        ended.ExitCode.ShouldBe(0, ended.StandardOutput + ended.StandardError);
        return ended.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(root, file), content);
}
