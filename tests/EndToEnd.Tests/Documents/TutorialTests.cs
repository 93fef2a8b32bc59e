using CliWrap;
using CliWrap.Buffered;
using EndToEnd.Tests.Delivery;
using Pipeline.Tests;
using Pipeline.Tests.Documents;

namespace EndToEnd.Tests.Documents;

/// <summary>The tutorial, pasted into a shell from its first line to its last.</summary>
public sealed class TutorialTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("pipeline-tutorial-").FullName;

    public void Dispose()
    {
        var port = Path.Combine(root, "hello", "artifacts", "local", "registry.port");
        if (File.Exists(port))
            SamplePlatform.RemoveImages($"127.0.0.1:{File.ReadAllText(port).Split(' ', '\n')[0]}");
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task It_leads_to_a_promoted_delivery_and_back()
    {
        Directory.CreateDirectory(Path.Combine(root, "pipeline"));
        await WriteProgram("pipeline/build.sh", $"exec dotnet '{TestedBuild.Path}' \"$@\"");
        var tutorial = Document.All.Single(document => document.File == "docs/tutorial/first-delivery.md");
        await WriteProgram(
            "tutorial.sh",
            $"set -eu\nchmod +x pipeline/build.sh\n{string.Join("\n", tutorial.Scripts)}"
        );

        var pasted = await Cli.Wrap("bash")
            .WithArguments("tutorial.sh")
            .WithWorkingDirectory(root)
            .WithEnvironmentVariables(variables =>
                variables
                    .Set("GIT_AUTHOR_NAME", "Ada")
                    .Set("GIT_AUTHOR_EMAIL", "ada@localhost")
                    .Set("GIT_COMMITTER_NAME", "Ada")
                    .Set("GIT_COMMITTER_EMAIL", "ada@localhost")
            )
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();

        pasted.ExitCode.ShouldBe(0, pasted.StandardOutput + pasted.StandardError);
        pasted.StandardOutput.ShouldContain("develop → production");
        pasted.StandardOutput.ShouldContain("already at ");
        pasted.StandardOutput.ShouldContain("(too few languages)");
        pasted.StandardOutput.ShouldContain("promote from develop");
    }

    private Task WriteProgram(string name, string script) =>
        File.WriteAllTextAsync(Path.Combine(root, name), $"#!/usr/bin/env bash\n{script}\n");
}
