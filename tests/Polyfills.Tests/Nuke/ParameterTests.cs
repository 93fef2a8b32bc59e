namespace Polyfills.Tests.Nuke;

public sealed class ParameterTests : IDisposable
{
    private readonly BuildRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("", "Label=none")]
    [InlineData("--label tea", "Label=tea")]
    [InlineData("-label tea", "Label=tea")]
    [InlineData("--LABEL tea", "Label=tea")]
    [InlineData("--label tea --label milk", "Label=milk")]
    [InlineData("--max-jobs 8", "MaxJobs=8")]
    [InlineData("--maxjobs 8", "MaxJobs=8")]
    [InlineData("", "MaxJobs=4")]
    [InlineData("--hours 0.5", "Hours=0.5")]
    [InlineData("", "Limit=null")]
    [InlineData("--limit 3", "Limit=3")]
    [InlineData("--is-wet", "IsWet=True")]
    [InlineData("--is-wet false", "IsWet=False")]
    [InlineData("", "IsDry=null")]
    [InlineData("--is-dry", "IsDry=True")]
    [InlineData("--colour green", "Colour=Green")]
    [InlineData("--configuration release", "Configuration=Release")]
    [InlineData("--place /tmp/../srv", "Place=/srv")]
    [InlineData("--service auth flag --is-wet", "Service=[auth flag]")]
    [InlineData("--service", "Service=[]")]
    [InlineData("--service auth,flag", "Service=[auth,flag]")]
    [InlineData("--number 1,2", "Number=[1 2]")]
    [InlineData("--number 1 2", "Number=[1 2]")]
    [InlineData("--given name", "Called=name")]
    [InlineData("--called name", "Called=none")]
    [InlineData("--offer tea", "Offer=tea")]
    [InlineData("--kept by-me", "Kept=by-me")]
    [InlineData("", "Kept=kept")]
    [InlineData("--registry-token abc", "RegistryToken has 3 characters")]
    [InlineData("--verbosity quiet", "Verbosity=Quiet")]
    [InlineData("--host githubactions", "Host=GitHubActions")]
    public async Task An_argument_sets_a_parameter(string arguments, string said)
    {
        var run = await _root.Run("ParameterBuild", arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        run.Said.ShouldContain(said);
    }

    [Theory]
    [InlineData("Label", "Label=x")]
    [InlineData("LABEL", "Label=x")]
    [InlineData("NUKE_LABEL", "Label=x")]
    [InlineData("nuke_la_bel", "Label=x")]
    [InlineData("SERVICE", "Service=[x]")]
    [InlineData("NUKE_GIVEN", "Called=x")]
    [InlineData("OTHER_LABEL", "Label=none")]
    public async Task An_environment_variable_matches_by_its_letters_and_digits(string variable, string said)
    {
        var run = await _root.Run("ParameterBuild", new Dictionary<string, string> { [variable] = "x" });

        run.Said.ShouldContain(said);
    }

    [Fact]
    public async Task An_environment_variable_is_split_by_the_separator()
    {
        var environment = new Dictionary<string, string> { ["NUMBER"] = "1,2,3", ["SERVICE"] = "auth,flag" };

        var run = await _root.Run("ParameterBuild", environment);

        run.Said.ShouldContain("Number=[1 2 3]");
        run.Said.ShouldContain("Service=[auth,flag]");
    }

    [Fact]
    public async Task The_parameters_file_has_values_of_all_kinds()
    {
        _root.Write(
            ".nuke/parameters.json",
            """
            {
              "$schema": "./build.schema.json",
              "Label": "a \"file\"",
              "MaxJobs": 2,
              "IsWet": true,
              "Service": ["auth", "flag"],
              "Place": "below/here"
            }
            """
        );

        var run = await _root.Run("ParameterBuild");

        run.Said.ShouldContain("Label=a \"file\"");
        run.Said.ShouldContain("MaxJobs=2");
        run.Said.ShouldContain("IsWet=True");
        run.Said.ShouldContain("Service=[auth flag]");
        run.Said.ShouldContain($"Place={_root.File("below/here")}");
    }

    [Fact]
    public async Task Arguments_go_before_the_environment_and_that_before_the_file()
    {
        _root.Write(".nuke/parameters.json", """{ "Label": "file", "Given": "file", "MaxJobs": 1 }""");
        var environment = new Dictionary<string, string> { ["LABEL"] = "environment", ["GIVEN"] = "environment" };

        var run = await _root.Run("ParameterBuild", environment, "--label", "argument");

        run.Said.ShouldContain("Label=argument");
        run.Said.ShouldContain("Called=environment");
        run.Said.ShouldContain("MaxJobs=1");
    }

    [Fact]
    public async Task A_profile_goes_before_the_common_file_and_the_last_one_first()
    {
        _root.Write(".nuke/parameters.json", """{ "Label": "common", "MaxJobs": 1, "Limit": 1 }""");
        _root.Write(".nuke/parameters.one.json", """{ "Label": "one", "MaxJobs": 11 }""");
        _root.Write(".nuke/parameters.two.json", """{ "Label": "two" }""");

        var run = await _root.Run("ParameterBuild", "--profile", "one", "two");

        run.Said.ShouldContain("Profiles=[one two]");
        run.Said.ShouldContain("Label=two");
        run.Said.ShouldContain("MaxJobs=11");
        run.Said.ShouldContain("Limit=1");
    }

    [Fact]
    public async Task A_profile_without_a_file_stops_the_run()
    {
        var run = await _root.Run("ParameterBuild", "--profile", "missing");

        run.Said.ShouldBeEmpty();
        run.Output.ShouldContain("parameters.missing.json");
        run.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task The_root_is_the_nearest_directory_above_with_a_nuke_directory()
    {
        var below = Directory.CreateDirectory(_root.File("a/b")).FullName;

        var run = await _root.Run("ParameterBuild", new Dictionary<string, string> { ["IN"] = below }, "--place", "c");

        run.Said.ShouldContain($"Root={_root.Path}");
        run.Said.ShouldContain($"Temp={_root.File(".nuke/temp")}");
        run.Said.ShouldContain($"Place={_root.File("a/b/c")}");
    }

    [Fact]
    public async Task The_root_can_be_named()
    {
        var other = Directory.CreateDirectory(_root.File("other")).FullName;

        var run = await _root.Run("ParameterBuild", "--root", other);

        run.Said.ShouldContain($"Root={other}");
    }

    [Fact]
    public async Task A_build_knows_its_assembly_and_its_project()
    {
        var run = await _root.Run("ParameterBuild");

        run.Said.ShouldContain($"Assembly=Polyfills.Tests.Build.dll in {Path.GetDirectoryName(BuildRoot.Assembly)}");
        run.Said.ShouldContain("Project=Polyfills.Tests.Build.csproj");
    }
}
