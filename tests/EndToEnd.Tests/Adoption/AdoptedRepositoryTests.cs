using System.Text.Json;
using CliWrap;
using EndToEnd.Tests.Bootstrap;
using EndToEnd.Tests.Delivery;

namespace EndToEnd.Tests.Adoption;

/// <summary>From an existing repository to its first delivery, and to later versions of Pipeline.</summary>
public sealed class AdoptedRepositoryTests(StandInFeed feed, PowerShell powerShell)
    : IClassFixture<StandInFeed>,
        IClassFixture<PowerShell>,
        IDisposable
{
    private static readonly string[] Written =
    [
        ".config/dotnet-tools.json",
        ".gitattributes",
        ".github/dependabot.yml",
        ".github/workflows/pull-request.yml",
        ".gitignore",
        ".nuke/parameters.json",
        "build.cmd",
        "build.ps1",
        "build.sh",
        "pipeline.yaml",
    ];

    private readonly TwoServices repository = new(feed);

    [Fact]
    public void The_feed_has_the_libraries_and_the_tool_in_the_version_of_stand_ins()
    {
        foreach (var package in (string[])["Pipeline", "Pipeline.Build", "Pipeline.Tool", "Pipeline.Workflows"])
            feed.Packages.ShouldContain($"{package}.{StandInFeed.Version}.nupkg");
    }

    [Fact]
    public async Task A_fresh_clone_of_an_adopted_repository_sets_itself_up_and_delivers()
    {
        await repository.Adopt();
        repository.Git("show", "--name-only", "--format=").Split('\n').ShouldBe(Written);
        var clone = Path.Combine(repository.Root, "artifacts", "clone");
        repository.Git("clone", "-q", repository.Root, clone);

        var delivery = await repository.Run(Path.Combine(clone, "build.sh"), clone, "Setup", "Deliver");

        delivery.ExitCode.ShouldBe(0, delivery.StandardOutput + delivery.StandardError);
        using var record = JsonDocument.Parse(
            await File.ReadAllBytesAsync(Path.Combine(clone, "artifacts", "run.json"))
        );
        foreach (var image in record.RootElement.GetProperty("images").EnumerateArray())
        {
            var service = image.GetProperty("service").GetString();
            SamplePlatform
                .GitIn(
                    Path.Combine(clone, "artifacts", "local", "gitops.git"),
                    "show",
                    $"main:k8s/{service}/deployment.yaml"
                )
                .ShouldContain($"image: {image.GetProperty("reference")}");
            await repository.Run(
                "podman",
                clone,
                "rmi",
                "--force",
                image.GetProperty("reference").GetString()!.Split('@')[0]
            );
        }

        SamplePlatform.GitIn(clone, "status", "--porcelain").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_tool_is_installed_once_by_starts_at_once_and_later_starts_ask_nothing_of_the_SDK()
    {
        await repository.Adopt();

        var first = await Task.WhenAll(repository.Build("--help"), repository.Build("--help"));
        var installed = repository.DotnetStarts.Count(start =>
            start.StartsWith("tool install", StringComparison.Ordinal)
        );
        var before = repository.DotnetStarts.Count;
        var second = await repository.Build("--help");

        first.ShouldAllBe(start => start.ExitCode == 0);
        installed.ShouldBe(1);
        second.StandardOutput.ShouldContain("Deliver");
        second.StandardError.ShouldBeEmpty();
        repository.DotnetStarts.Skip(before).ShouldHaveSingleItem().ShouldEndWith("/Pipeline.Tool.dll --help");
    }

    [Fact]
    public async Task The_script_for_PowerShell_installs_the_tool_and_starts_it()
    {
        await repository.Adopt();

        var first = await repository.BuildWith(powerShell, "--help");
        var before = repository.DotnetStarts.Count;
        var second = await repository.BuildWith(powerShell, "--help");

        first.ExitCode.ShouldBe(0, first.StandardError);
        second.StandardOutput.ShouldContain("Deliver");
        // The first is PowerShell's own.
        repository.DotnetStarts.Skip(before + 1).ShouldHaveSingleItem().ShouldEndWith("/Pipeline.Tool.dll --help");
    }

    [Fact]
    public async Task A_version_that_no_feed_has_is_told_with_what_to_do()
    {
        await repository.Adopt();
        repository.Write(".config/dotnet-tools.json", """{ "tools": { "pipeline.tool": { "version": "9.9.9" } } }""");

        var refused = await repository.Build("--help");

        refused.ExitCode.ShouldBe(1);
        refused.StandardError.ShouldContain("9.9.9 of package pipeline.tool is not found");
        refused.StandardError.ShouldEndWith(
            "build.sh: Pipeline.Tool 9.9.9, which .config/dotnet-tools.json pins, cannot be installed. It takes the .NET SDK 10 or a later one, and a package source that has it, as nuget.config names them.\n"
        );
    }

    [Fact]
    public async Task An_installed_tool_works_in_the_repository_that_it_stands_in()
    {
        var tools = Path.Combine(repository.Root, "artifacts", "tools");
        await repository.DotNet(
            "tool",
            "install",
            "Pipeline.Tool",
            "--version",
            StandInFeed.Version,
            "--tool-path",
            tools
        );

        var adopted = await repository.Run(
            Path.Combine(tools, "pipeline"),
            Path.Combine(repository.Root, "services", "orders"),
            "Adopt",
            "--yes"
        );

        adopted.ExitCode.ShouldBe(0, adopted.StandardOutput + adopted.StandardError);
        repository
            .Git("status", "--porcelain", "--untracked-files=all")
            .Split('\n')
            .Select(line => line.Split(' ')[1])
            .ShouldBe(Written);
    }

    [Fact]
    public async Task An_upgrade_is_one_number_and_goes_forward_alone()
    {
        await repository.Adopt();

        var second = await repository.Build("Upgrade", StandInFeed.Second);
        repository.Git("diff", "--numstat").ShouldBe("1\t1\t.config/dotnet-tools.json");
        var check = await repository.Build("Workflows", "--check");
        var third = await repository.Build("Upgrade");
        var back = await repository.Build("Upgrade", StandInFeed.Second);
        var none = await repository.Build("Upgrade");

        second.StandardOutput.ShouldContain($"Pipeline {StandInFeed.Version} is now {StandInFeed.Second}");
        second.StandardOutput.ShouldContain("CHANGELOG.md");
        check.ExitCode.ShouldBe(0, check.StandardOutput + check.StandardError);
        check.StandardError.ShouldBe($"build: installing Pipeline.Tool {StandInFeed.Second}\n");
        third.StandardOutput.ShouldContain($"Pipeline {StandInFeed.Second} is now {StandInFeed.Third}");
        back.ExitCode.ShouldNotBe(0);
        back.StandardOutput.ShouldContain($"Pipeline {StandInFeed.Second} is earlier than {StandInFeed.Third}");
        none.StandardOutput.ShouldContain($"Pipeline {StandInFeed.Third} is the newest: nothing was changed");
        repository.Git("diff", "--numstat").ShouldBe("1\t1\t.config/dotnet-tools.json");
    }

    [Fact]
    public async Task A_build_in_CSharp_is_compiled_from_the_packages_and_has_a_target_of_its_own()
    {
        await repository.Adopt("--csharp");

        var help = await repository.Build("--help");
        var own = await repository.Build("Hello");
        var again = await repository.Build("Adopt", "--yes");

        help.StandardError.ShouldBe("build: compiling\n");
        help.StandardOutput.ShouldContain("Is where a target of your own goes");
        own.StandardOutput.ShouldStartWith("hello from shop-");
        own.StandardError.ShouldBeEmpty();
        again.StandardOutput.ShouldContain("everything stands as it is to be: nothing was written");
        repository.Git("status", "--porcelain").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_adoption_that_is_interrupted_has_written_everything_or_nothing()
    {
        var tools = Path.Combine(repository.Root, "artifacts", "tools");
        repository.Write("artifacts/.gitignore", "*\n");
        await repository.DotNet(
            "tool",
            "install",
            "Pipeline.Tool",
            "--version",
            StandInFeed.Version,
            "--tool-path",
            tools
        );

        for (var wait = 100; wait <= 900; wait += 200)
        {
            using var interruption = new CancellationTokenSource();
            using var kill = new CancellationTokenSource();
            interruption.CancelAfter(wait);
            await Cli.Wrap(Path.Combine(tools, "pipeline"))
                .WithArguments(["Adopt", "--yes"])
                .WithWorkingDirectory(repository.Root)
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(kill.Token, interruption.Token)
                .Task.ContinueWith(_ => { }, TaskScheduler.Default);

            var written = repository.Git("status", "--porcelain", "--untracked-files=all");
            if (written.Length > 0)
                written.Split('\n').Select(line => line.Split(' ')[1]).ShouldBe(Written, $"after {wait} ms");
            repository.Git("clean", "-q", "-d", "--force");
        }
    }

    public void Dispose() => repository.Dispose();
}
