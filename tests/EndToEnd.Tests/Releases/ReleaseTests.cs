using CliWrap;
using CliWrap.Buffered;
using EndToEnd.Tests.Delivery;
using Pipeline.Tests.Workflows;

namespace EndToEnd.Tests.Releases;

/// <summary>The command of this repository's own release job, run with the real gh.</summary>
public sealed class ReleaseTests : IAsyncDisposable
{
    private const string Tag = "v1.2.3";

    private readonly FakeReleases github = new();
    private readonly string root = Directory.CreateTempSubdirectory("release-").FullName;

    public ReleaseTests()
    {
        var packages = Directory.CreateDirectory(Path.Combine(root, "artifacts", "packages")).FullName;
        File.WriteAllText(Path.Combine(packages, "Pipeline.1.2.3.nupkg"), "a made-up package");
        Directory.CreateDirectory(Path.Combine(root, ".nuke"));
        File.WriteAllText(Trust, github.Certificate);
        SamplePlatform.GitIn(root, "init", "-q");
        SamplePlatform.GitIn(root, "remote", "add", "origin", $"https://github.com/{FakeReleases.Repository}");
    }

    private string Trust => Path.Combine(root, "trust.pem");

    [Fact]
    public async Task A_tag_becomes_a_release_with_the_packages_that_an_earlier_job_made()
    {
        github.Tags.Add(Tag);

        var run = await Run();

        run.ExitCode.ShouldBe(0, run.StandardOutput + run.StandardError + string.Join('\n', github.Refusals));
        var release = github.Releases.ShouldHaveSingleItem();
        $"{release["tag_name"]}".ShouldBe(Tag);
        $"{release["draft"]}".ShouldBe("false");
        $"{release["generate_release_notes"]}".ShouldBe("true");
        github.Files.Keys.ShouldBe(["Pipeline.1.2.3.nupkg"]);
        github.Files.Values.Single().ShouldBe("a made-up package"u8.ToArray());
        github.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_released_is_not_released_again()
    {
        github.Tags.Add(Tag);
        await Run();

        var again = await Run();

        again.ExitCode.ShouldNotBe(0);
        (again.StandardOutput + again.StandardError).ShouldContain("a release with the same tag name already exists");
        github.Releases.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_tag_that_is_not_there_any_more_is_not_made_anew()
    {
        var run = await Run();

        run.ExitCode.ShouldNotBe(0);
        (run.StandardOutput + run.StandardError).ShouldContain($"tag {Tag} doesn't exist in the repo");
        github.Releases.ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        await github.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }

    private async Task<BufferedCommandResult> Run() =>
        await Cli.Wrap("dotnet")
            .WithArguments([
                Path.Combine(SamplePlatform.Checkout, "artifacts", "dotnet", "bin", "Build", "debug", "Build.dll"),
                .. Command,
                "--root",
                root,
            ])
            .WithWorkingDirectory(root)
            .WithEnvironmentVariables(environment =>
                environment
                    .Set("GITHUB_ACTIONS", "true")
                    .Set("GITHUB_REF_TYPE", "tag")
                    .Set("GITHUB_REF_NAME", Tag)
                    .Set("GITHUB_TOKEN", FakeReleases.Token)
                    .Set("GH_TOKEN", null)
                    .Set("GH_CONFIG_DIR", root)
                    .Set("HTTPS_PROXY", github.Proxy)
                    .Set("SSL_CERT_FILE", Trust)
            )
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();

    // As the workflow has it.
    private static string[] Command =>
        WorkflowFile
            .Read(Path.Combine(SamplePlatform.Checkout, ".github", "workflows", "release.yml"))
            .Jobs.Single(job => job.Id == "release")
            .Commands.Single()
            .Split(' ')[1..];
}
