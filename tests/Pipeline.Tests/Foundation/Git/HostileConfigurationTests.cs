using System.Runtime.Versioning;
using CliWrap;
using CliWrap.Buffered;
using Nuke.Common.IO;

namespace Pipeline.Tests.Foundation.Git;

/// <summary>The tests that work with Git, run once more as a user with settings for everything.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HostileConfigurationTests : IDisposable
{
    private const string Settings = """
        [alias]
            fetch = !false
            push = !false
            log = !false
        [color]
            ui = always
            diff = always
            status = always
        [commit]
            gpgSign = true
        [core]
            abbrev = 40
            autocrlf = true
            fsmonitor = true
            hooksPath = ROOT/hooks
            pager = false
            quotePath = true
        [diff]
            external = false
            mnemonicPrefix = true
            noprefix = true
            renames = copies
        [fetch]
            prune = true
            pruneTags = true
            recurseSubmodules = true
            writeCommitGraph = true
        [format]
            pretty = oneline
        [gpg]
            program = ROOT/gpg
        [i18n]
            commitEncoding = ISO-8859-1
            logOutputEncoding = ISO-8859-1
        [init]
            defaultBranch = trunk
            defaultObjectFormat = sha256
        [log]
            decorate = full
            follow = true
            showSignature = true
        [protocol "file"]
            allow = never
        [push]
            default = nothing
            followTags = true
            gpgSign = true
            pushOption = ci.skip
            recurseSubmodules = only
        [receive]
            fsckObjects = true
        [safe]
            bareRepository = explicit
        [status]
            branch = true
            relativePaths = true
            short = true
            showUntrackedFiles = no
        [submodule]
            recurse = true
        [user]
            name = A User
            email = user@example.com
        """;

    private readonly AbsolutePath root = Directory.CreateTempSubdirectory("hostile-").FullName;

    [Theory]
    [InlineData("Pipeline.Tests.Deployments.GitOps")]
    [InlineData("Pipeline.Tests.Deployments.GitOps.Promotions")]
    [InlineData("Pipeline.Tests.Deployments.GitOps.Versions")]
    [InlineData("Pipeline.Tests.Planning*")]
    public async Task No_setting_of_a_user_changes_what_Pipeline_does_with_Git(string tests)
    {
        Write("configuration", Settings.Replace("ROOT", root, StringComparison.Ordinal));
        foreach (var hook in (string[])["pre-commit", "commit-msg", "pre-push", "reference-transaction", "pre-receive"])
            Run($"hooks/{hook}", "exit 1");
        Run("gpg", "cat >/dev/null; echo '[GNUPG:] SIG_CREATED ' >&2; echo '-----BEGIN PGP SIGNATURE-----'");

        var outcome = await Cli.Wrap("dotnet")
            .WithArguments([
                typeof(HostileConfigurationTests).Assembly.Location,
                "-noLogo",
                "-noColor",
                "-namespace",
                tests,
            ])
            .WithEnvironmentVariables(variables => variables.Set("GIT_CONFIG_GLOBAL", root / "configuration"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        outcome.ExitCode.ShouldBe(0, outcome.StandardOutput + outcome.StandardError);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private void Run(string name, string script)
    {
        Write(name, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(root / name, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory((root / name).Parent!);
        File.WriteAllText(root / name, text);
    }
}
