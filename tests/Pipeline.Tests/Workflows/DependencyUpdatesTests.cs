using Pipeline.Foundation.Yaml;

namespace Pipeline.Tests.Workflows;

/// <summary>The configuration of Dependabot that the compiled build writes for a platform.</summary>
public sealed class DependencyUpdatesTests : IDisposable
{
    // From the JSON schema that editors hold the file against: json.schemastore.org/dependabot-2.0.json.
    private static readonly string[] Ecosystems = ["docker", "dotnet-sdk", "gomod", "npm", "nuget", "pip", "uv"];
    private static readonly string[] Keys = ["package-ecosystem", "directories", "schedule", "cooldown", "groups"];

    private readonly string root = Directory.CreateTempSubdirectory("updates-").FullName;

    private string Written => Path.Combine(root, ".github", "dependabot.yml");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Each_language_has_its_package_manager_and_the_folders_that_declare_packages()
    {
        Platform("api", "job", "lib", "shop", "site", "tool: { language: dotnet }");
        Add("services/api/go.mod", "services/api/Dockerfile", "services/api/plugins/csv/go.mod");
        Add("services/job/pyproject.toml", "services/job/uv.lock", "services/lib/requirements.txt");
        Add("package-lock.json", "services/site/package.json");
        Write("package.json", """{ "workspaces": ["services/*"] }""");
        Add("services/shop/shop.slnx", "services/shop/src/shop.csproj", "global.json");
        Add("services/tool/cli/tool.csproj", "services/tool/tests/tests.fsproj");

        Workflows();

        Directories()
            .ShouldBe([
                "docker: /services/api",
                "dotnet-sdk: /",
                "gomod: /services/api, /services/api/plugins/csv",
                "npm: /",
                "nuget: /services/shop, /services/tool/*",
                "pip: /services/lib",
                "uv: /services/job",
            ]);
    }

    [Fact]
    public void A_pattern_stands_for_folders_only_where_it_names_no_other_that_declares_such_packages()
    {
        Platform("a", "b");
        Add("services/a/go.mod", "services/b/go.mod", "services/docs/README.md");
        Workflows();
        Directories().ShouldBe(["gomod: /services/*"]);

        Add("services/someone-elses/go.mod");
        Workflows("--check").ExitCode.ShouldNotBe(0);
        Workflows();

        Directories().ShouldBe(["gomod: /services/a, /services/b"]);
    }

    [Fact]
    public void A_thousand_services_take_one_line()
    {
        var names = Enumerable.Range(0, 1000).Select(number => $"s{number:0000}").ToArray();
        Platform(names);
        Add([.. names.Select(name => $"services/{name}/go.mod")]);

        Workflows();

        Directories().ShouldBe(["gomod: /services/*"]);
    }

    [Fact]
    public void A_service_that_moves_is_told_by_a_check()
    {
        Platform("a");
        Add("services/a/go.mod");
        Workflows();
        Workflows("--check").ExitCode.ShouldBe(0);
        Directory.CreateDirectory(Path.Combine(root, "apps"));
        Directory.Move(Path.Combine(root, "services", "a"), Path.Combine(root, "apps", "a"));

        var check = Workflows("--check");

        check.ExitCode.ShouldBe(255);
        check.StandardOutput.ShouldContain(".github/dependabot.yml, by [PlatformUpdates]:");
        check.StandardOutput.ShouldContain("directories: [/apps/a]");
    }

    [Fact]
    public void The_file_is_what_Dependabot_reads_and_leaves_actions_to_the_build()
    {
        Platform("a", "b");
        Add("services/a/go.mod", "services/b/pyproject.toml", "services/b/Dockerfile");

        Workflows();

        File.ReadLines(Written).First().ShouldStartWith("# Written by ./build.sh Workflows, as [PlatformUpdates]");
        var file = (YamlMap)YamlNodeReader.Read(File.ReadAllText(Written))!;
        file.Entries.Select(entry => entry.Key.Value).ShouldBe(["version", "updates"]);
        Text(file["version"]).ShouldBe("2");
        foreach (var update in Updates())
        {
            Ecosystems.ShouldContain(Text(update["package-ecosystem"]));
            update.Entries.Select(entry => entry.Key.Value).ShouldBe(Keys);
            Text(((YamlMap)update["schedule"]!)["interval"]).ShouldBe("weekly");
            int.Parse(Text(((YamlMap)update["cooldown"]!)["default-days"])).ShouldBeGreaterThan(0);
            ((YamlMap)update["groups"]!)
                .Entries.ShouldHaveSingleItem()
                .Key.Value.ShouldBe(Text(update["package-ecosystem"]));
        }
    }

    [Theory]
    [InlineData(".github/dependabot.yml", "dependabot.yml is left as it is, as Workflows did not write it")]
    [InlineData("renovate.json", "no dependabot.yml is written, as Renovate proposes updates by renovate.json")]
    [InlineData(".github/renovate.json5", "as Renovate proposes updates by .github/renovate.json5")]
    public void Who_has_taken_care_of_updates_is_left_alone(string file, string remark)
    {
        Platform("a");
        Add("services/a/go.mod");
        Write(file, "version: 2 # by a person\n");

        var outcome = Workflows();

        outcome.ExitCode.ShouldBe(0, outcome.StandardOutput);
        outcome.StandardOutput.Split(remark).Length.ShouldBe(2, outcome.StandardOutput);
        File.ReadAllText(Path.Combine(root, file)).ShouldBe("version: 2 # by a person\n");
        (File.Exists(Written) && file != ".github/dependabot.yml").ShouldBeFalse();
        Workflows("--check").ExitCode.ShouldBe(0);
    }

    [Fact]
    public void The_generated_file_goes_once_Renovate_comes()
    {
        Platform("a");
        Add("services/a/go.mod");
        Workflows();
        Write("renovate.json", "{}");

        Workflows().StandardOutput.ShouldContain("removed .github/dependabot.yml");

        File.Exists(Written).ShouldBeFalse();
    }

    private void Platform(params string[] services)
    {
        Directory.CreateDirectory(Path.Combine(root, ".nuke"));
        Directory.CreateDirectory(Path.Combine(root, ".git"));
        Write(
            "pipeline.yaml",
            $"platform: shop\nservices:\n{string.Concat(services.Select(service => $"  {(service.Contains(':') ? service : $"{service}: {{}}")}\n"))}"
        );
    }

    private void Add(params string[] files)
    {
        foreach (var file in files)
            Write(file, "");
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private CliWrap.Buffered.BufferedCommandResult Workflows(params string[] arguments) =>
        GeneratedWorkflows.Build(root, ["Workflows", .. arguments]);

    private IEnumerable<YamlMap> Updates() =>
        ((YamlList)((YamlMap)YamlNodeReader.Read(File.ReadAllText(Written))!)["updates"]!).Items.Cast<YamlMap>();

    private IEnumerable<string> Directories() =>
        Updates()
            .Select(update =>
                $"{Text(update["package-ecosystem"])}: {string.Join(", ", ((YamlList)update["directories"]!).Items.Select(Text))}"
            );

    private static string Text(YamlNode? node) => ((YamlScalar)node!).Value;
}
