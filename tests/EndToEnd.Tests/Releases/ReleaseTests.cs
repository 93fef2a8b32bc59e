using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using EndToEnd.Tests.Delivery;
using Pipeline.Tests;
using Pipeline.Tests.Workflows;

namespace EndToEnd.Tests.Releases;

/// <summary>
/// The command of this repository's own release job, run with the real gh, and with a stand-in for cosign.
/// </summary>
public sealed class ReleaseTests : IAsyncDisposable
{
    private const string Tag = "v1.2.3";
    private const string Package = "Pipeline.1.2.3.nupkg";
    private const string Identity =
        $"https://github.com/{FakeReleases.Repository}/.github/workflows/release.yml@refs/tags/{Tag}";

    private readonly FakeReleases github = new();
    private readonly string root = Directory.CreateTempSubdirectory("release-").FullName;

    public ReleaseTests()
    {
        File.WriteAllText(Arrived(Package), "a made-up package");
        File.WriteAllText(Arrived("pipeline.cdx.json"), "a made-up bill");
        WriteCosign();
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
        github.Files.Keys.ShouldBe(
            [
                Package,
                $"{Package}.sigstore.json",
                "pipeline.cdx.json",
                "pipeline.cdx.json.sigstore.json",
                "provenance.sigstore.json",
            ],
            ignoreOrder: true
        );
        github.Files[Package].ShouldBe("a made-up package"u8.ToArray());
        github.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_user_verifies_a_package_by_the_commands_of_the_documentation()
    {
        github.Tags.Add(Tag);
        await Run();
        foreach (var (name, content) in github.Files)
            await File.WriteAllBytesAsync(Path.Combine(root, name), content);

        var commands = DocumentedCommands();

        commands.Length.ShouldBe(2);
        foreach (var command in commands)
            (await Cosign(command)).ExitCode.ShouldBe(0, command);
        await File.WriteAllTextAsync(Path.Combine(root, Package), "another package");
        foreach (var command in commands)
            (await Cosign(command)).ExitCode.ShouldNotBe(0, command);
    }

    [Fact]
    public async Task The_provenance_names_workflow_commit_and_each_file()
    {
        github.Tags.Add(Tag);

        await Run();

        using var bundle = JsonDocument.Parse(github.Files["provenance.sigstore.json"]);
        var payload = bundle.RootElement.GetProperty("dsseEnvelope").GetProperty("payload").GetBytesFromBase64();
        using var statement = JsonDocument.Parse(payload);
        statement
            .RootElement.GetProperty("subject")
            .EnumerateArray()
            .Select(subject => subject.GetProperty("name").GetString())
            .ShouldBe([Package, "pipeline.cdx.json"]);
        statement.RootElement.GetProperty("predicateType").GetString().ShouldBe("https://slsa.dev/provenance/v1");
        var build = statement.RootElement.GetProperty("predicate").GetProperty("buildDefinition");
        var workflow = build.GetProperty("externalParameters").GetProperty("workflow");
        workflow.GetProperty("path").GetString().ShouldBe(".github/workflows/release.yml");
        workflow.GetProperty("ref").GetString().ShouldBe($"refs/tags/{Tag}");
        build
            .GetProperty("resolvedDependencies")[0]
            .GetProperty("digest")
            .GetProperty("gitCommit")
            .GetString()
            .ShouldBe(new('a', 40));
    }

    [Fact]
    public async Task Packages_other_than_those_of_the_earlier_job_are_not_released()
    {
        github.Tags.Add(Tag);
        var stated = Digest();
        await File.WriteAllTextAsync(Arrived(Package), "a foreign package");

        var run = await Run(stated);

        run.ExitCode.ShouldNotBe(0);
        (run.StandardOutput + run.StandardError).ShouldContain("is not what the job \"pack\" handed over");
        github.Releases.ShouldBeEmpty();
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

    private string Arrived(string file) =>
        Path.Combine(Directory.CreateDirectory(Path.Combine(root, "artifacts", "arrivals", "pack")).FullName, file);

    // As the earlier job states it.
    private string Digest()
    {
        var files = Directory
            .GetFiles(Path.GetDirectoryName(Arrived(Package))!)
            .Order(StringComparer.Ordinal)
            .Select(file =>
                $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))} {Path.GetFileName(file)}\n"
            );
        return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(files))))}";
    }

    private void WriteCosign()
    {
        var script = Path.Combine(SamplePlatform.Checkout, "tests/Pipeline.Tests/Images/Signing/fixtures/cosign.py");
        Directory.CreateDirectory(Path.Combine(root, "programs"));
        var program = Path.Combine(root, "programs", "cosign");
        File.WriteAllText(program, $"#!/bin/sh\nexec /usr/bin/python3 '{script}' '{root}' '{Identity}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private static string[] DocumentedCommands() =>
        [
            .. File.ReadAllText(Path.Combine(SamplePlatform.Checkout, "docs", "explanation", "security.md"))
                .Replace("\\\n", " ", StringComparison.Ordinal)
                .Split('\n')
                .Where(line => line.StartsWith("$ cosign verify", StringComparison.Ordinal))
                .Select(line =>
                    line["$ cosign ".Length..]
                        .Replace("OWNER/REPOSITORY", FakeReleases.Repository, StringComparison.Ordinal)
                        .Replace("VERSION", "1.2.3", StringComparison.Ordinal)
                ),
        ];

    private async Task<BufferedCommandResult> Cosign(string command) =>
        await Cli.Wrap(Path.Combine(root, "programs", "cosign"))
            .WithArguments(command.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .WithWorkingDirectory(root)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();

    private async Task<BufferedCommandResult> Run(string? stated = null) =>
        await Cli.Wrap("dotnet")
            .WithArguments([TestedBuild.Path, .. Command, "--root", root])
            .WithWorkingDirectory(root)
            .WithEnvironmentVariables(environment =>
                environment
                    .Set("GITHUB_ACTIONS", "true")
                    .Set("GITHUB_REF_TYPE", "tag")
                    .Set("GITHUB_REF", $"refs/tags/{Tag}")
                    .Set("GITHUB_REPOSITORY", FakeReleases.Repository)
                    .Set("GITHUB_WORKFLOW_REF", Identity["https://github.com/".Length..])
                    .Set("GITHUB_EVENT_NAME", "push")
                    .Set("GITHUB_SHA", new('a', 40))
                    .Set("HANDOVER", $"pack@{stated ?? Digest()}")
                    .Set("PATH", $"{Path.Combine(root, "programs")}:{Environment.GetEnvironmentVariable("PATH")}")
                    .Set("GITHUB_REF_NAME", Tag)
                    .Set("GITHUB_TOKEN", FakeReleases.Token)
                    .Set("GH_TOKEN", null)
                    .Set("GH_CONFIG_DIR", root)
                    .Set("HTTPS_PROXY", github.Proxy)
                    .Set("SSL_CERT_FILE", Trust)
            )
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();

    // As the workflow has it; the build reads what stands in a variable by itself.
    private static string[] Command =>
        WorkflowFile
            .Read(Path.Combine(SamplePlatform.Checkout, ".github", "workflows", "release.yml"))
            .Jobs.Single(job => job.Id == "release")
            .Commands.Single()
            .Replace(" --handover \"$HANDOVER\"", "", StringComparison.Ordinal)
            .Split(' ')[1..];
}
