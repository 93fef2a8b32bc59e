using NuGet.Versioning;
using Pipeline.Adoption;
using Pipeline.Adoption.Trees;

namespace Pipeline.Tests.Adoption;

/// <summary>What starts Pipeline in an adopted repository.</summary>
public sealed class BootstrapTests : IDisposable
{
    private static readonly NuGetVersion Version = new("1.2.3");

    private readonly AdoptionFixture repository = new();

    [Fact]
    public async Task The_scripts_are_those_of_Pipelines_own_repository()
    {
        var files = await Files();

        foreach (var script in (string[])["build.sh", "build.ps1", "build.cmd"])
            files[script].ShouldBe(File.ReadAllText(Path.Combine(Repository.Root, script)));
    }

    [Fact]
    public async Task A_script_of_a_person_stays_and_is_told_of()
    {
        repository.With("build.sh", "#!/bin/sh\nmake\n");

        (await Files()).Keys.ShouldNotContain("build.sh");
        (await Bootstrap()).Notes.ShouldHaveSingleItem().ShouldStartWith("build.sh is there already and stays");
    }

    [Fact]
    public async Task A_script_of_an_earlier_version_gives_way()
    {
        repository.With("build.sh", "#!/usr/bin/env bash\n# Starts Pipeline: in another way.\n");

        (await Files())["build.sh"].ShouldBe(File.ReadAllText(Path.Combine(Repository.Root, "build.sh")));
        (await Bootstrap()).Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_tool_is_pinned_where_there_is_no_manifest()
    {
        var manifest = (await Files())[".config/dotnet-tools.json"];

        manifest.ShouldBe(
            """
            {
              "version": 1,
              "isRoot": true,
              "tools": {
                "pipeline.tool": {
                  "version": "1.2.3",
                  "commands": ["pipeline"],
                  "rollForward": false
                }
              }
            }

            """
        );
    }

    [Fact]
    public async Task A_manifest_gets_one_entry_and_keeps_every_other_byte()
    {
        const string before =
            "{\r\n  \"version\": 1,\r\n  \"tools\": {\r\n    \"csharpier\": { \"version\": \"1.3.0\" }\r\n  }\r\n}\r\n";
        repository.With(".config/dotnet-tools.json", before);

        var manifest = (await Files())[".config/dotnet-tools.json"];

        const string entry =
            "\r\n    \"pipeline.tool\": {\r\n      \"version\": \"1.2.3\",\r\n      \"commands\": [\"pipeline\"],\r\n      \"rollForward\": false\r\n    },";
        manifest.ShouldBe(before.Replace("\"tools\": {", $"\"tools\": {{{entry}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_version_that_is_pinned_stays()
    {
        repository.With(
            ".config/dotnet-tools.json",
            """{ "tools": { "Pipeline.Tool": { "version": "1.0.0", "commands": ["pipeline"] } } }"""
        );

        (await Files()).Keys.ShouldNotContain(".config/dotnet-tools.json");
    }

    [Fact]
    public async Task A_manifest_without_tools_is_refused()
    {
        repository.With(".config/dotnet-tools.json", "[]");

        var refusal = await Should.ThrowAsync<AdoptionException>(Files);

        refusal.Message.ShouldStartWith(".config/dotnet-tools.json has no \"tools\"");
    }

    [Fact]
    public async Task A_build_in_CSharp_names_the_version_once()
    {
        var files = await Files(inCSharp: true);

        files.Values.Count(text => text.Contains("1.2.3", StringComparison.Ordinal)).ShouldBe(1);
        files["build/Build.csproj"].ShouldContain("<PackageReference Include=\"Pipeline.Build\" Version=\"1.2.3\" />");
        files["build/Build.cs"].ShouldContain("sealed class Build : CompleteBuild");
        files.Keys.ShouldNotContain(".config/dotnet-tools.json");
    }

    [Fact]
    public async Task A_build_in_CSharp_that_is_there_stays()
    {
        repository.With("build/Build.csproj", "<Project />");

        (await Files()).Keys.ShouldNotContain(file =>
            file.StartsWith("build/", StringComparison.Ordinal) || file == ".config/dotnet-tools.json"
        );
        (await Bootstrap())
            .Notes.ShouldHaveSingleItem()
            .ShouldBe("build/Build.csproj is there already and stays: it has to reference Pipeline.Build 1.2.3");
    }

    [Fact]
    public async Task What_runs_write_is_ignored_below_what_was_ignored_before()
    {
        repository.With(".gitignore", "bin/\n/artifacts/\nobj/");

        (await Files())[".gitignore"].ShouldBe("bin/\n/artifacts/\nobj/\n/.nuke/temp/\n/.nuke/build.schema.json\n");
    }

    [Fact]
    public async Task What_Git_would_leave_out_of_the_commit_is_found_with_the_line_that_says_so()
    {
        repository.With(".gitignore", "*.log\nbuild/\n");

        var ignored = await IgnoredPath.Of(repository.Root, ["build.sh", "build/Build.cs"]);

        ignored.ShouldHaveSingleItem().ShouldBe(new("build/Build.cs", ".gitignore:2"));
    }

    [Fact]
    public async Task What_is_taken_in_again_is_not_ignored()
    {
        repository.With(".gitignore", "/*\n!/build.sh\n");

        (await IgnoredPath.Of(repository.Root, ["build.sh", "build.ps1"])).ShouldBe([
            new IgnoredPath("build.ps1", ".gitignore:1"),
        ]);
    }

    [Fact]
    public async Task Where_nothing_is_written_nothing_is_ignored() =>
        (await IgnoredPath.Of(repository.Root, [])).ShouldBeEmpty();

    [Theory]
    [InlineData("{ \"tools\": { \"pipeline.tool\": {\r\n \"commands\": [], \"version\" : \"1.0.0-a.1\" } } }", true)]
    [InlineData("<ItemGroup><PackageReference Include=\"Pipeline.Build\" Version=\"1.0.0-a.1\" /></ItemGroup>", false)]
    public void Another_version_changes_no_other_byte(string text, bool isTool)
    {
        var pin = isTool ? VersionPin.Tool : VersionPin.Library;

        pin.In(text).ShouldBe(new NuGetVersion("1.0.0-a.1"));
        pin.Set(text, Version).ShouldBe(text.Replace("1.0.0-a.1", "1.2.3", StringComparison.Ordinal));
    }

    public void Dispose() => repository.Dispose();

    private async Task<Bootstrap> Bootstrap(bool inCSharp = false) => new(await repository.Tree(), Version, inCSharp);

    private async Task<Dictionary<string, string>> Files(bool inCSharp) =>
        (await Bootstrap(inCSharp)).Files.ToDictionary(file => file.Path, file => file.Content);

    private Task<Dictionary<string, string>> Files() => Files(inCSharp: false);
}
