using System.Reflection;
using Nuke.Common;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Execution.Cache;
using Pipeline.Execution.Steps;
using Pipeline.Planning;
using Pipeline.Quality;

namespace Pipeline.Tests.Execution.Cache;

public sealed class CacheableTargetTests : IDisposable
{
    private readonly CachedRuns runs = new();

    [Fact]
    public void A_target_says_what_its_steps_depend_on()
    {
        Definition()
            .ForEachService((_, _) => Task.FromResult(StepResult.Passed), "each")
            .Cacheable([CommonInputs.Sources], name: "each");

        DeclaredTargets.Find("each")!.Inputs.ShouldBe([CommonInputs.Sources]);
    }

    [Fact]
    public void A_target_that_takes_its_services_together_cannot_be_cacheable()
    {
        var bump = Definition().ForServicesTogether(_ => Task.FromResult(ImmutableArray<StepResult>.Empty), "together");

        Should
            .Throw<InvalidOperationException>(() => bump.Cacheable([CommonInputs.Sources], name: "together"))
            .Message.ShouldStartWith("together takes its services together");
    }

    [Fact]
    public void A_target_without_steps_cannot_be_cacheable() =>
        Should.Throw<InvalidOperationException>(() => Definition().Cacheable([CommonInputs.Sources], name: "nothing"));

    [Theory]
    [InlineData("""{ "dependencies": { "left-pad": "*" } }""", false, false)]
    [InlineData("""{ "dependencies": { "left-pad": "*" } }""", true, true)]
    [InlineData("""{ "name": "without" }""", false, true)]
    [InlineData("not JSON", false, false)]
    public async Task Node_packages_count_as_known_where_they_are_pinned(string package, bool isLocked, bool isKnown)
    {
        runs.Repository.Write("services/auth/package.json", package);
        if (isLocked)
            runs.Repository.Write("services/auth/package-lock.json", "{}");

        (await IsKnown(runs.Auth with { Language = new("node") })).ShouldBe(isKnown);
    }

    [Theory]
    [InlineData("<project/>", "", true)]
    [InlineData("<project><parent><version>1-SNAPSHOT</version></parent></project>", "", false)]
    [InlineData("<project/>", "<project><modules><module>services/auth</module></modules></project>", false)]
    public async Task Java_builds_count_as_known_where_they_are_pinned_and_by_themselves(
        string project,
        string root,
        bool isKnown
    )
    {
        runs.Repository.Write("services/auth/pom.xml", project);
        runs.Repository.Write("services/auth/mvnw", "");
        if (root.Length > 0)
            runs.Repository.Write("pom.xml", root);

        (await IsKnown(runs.Auth with { Language = new("java") })).ShouldBe(isKnown);
    }

    [Theory]
    [InlineData("services/auth/Cargo.lock", true, true)]
    [InlineData("services/auth/other", true, false)]
    [InlineData("services/auth/other", false, true)]
    [InlineData("Cargo.lock", true, false)]
    public async Task Rust_packages_count_as_known_where_they_are_pinned_and_by_themselves(
        string file,
        bool hasDependencies,
        bool isKnown
    )
    {
        runs.Repository.Write(
            "services/auth/Cargo.toml",
            "[package]\nname = \"auth\"\n" + (hasDependencies ? "[dependencies]\nrand = \"0.9\"\n" : "")
        );
        runs.Repository.Write(file, "");

        (await IsKnown(runs.Auth with { Language = new("rust") })).ShouldBe(isKnown);
    }

    [Fact]
    public void What_compiling_Java_leaves_is_known_by_its_build()
    {
        runs.Repository.Write("services/auth/pom.xml", "<project><modules><module>core</module></modules></project>");
        runs.Repository.Write("services/auth/core/pom.xml", "<project/>");

        ServiceToolchain.Outputs(runs.Auth with { Language = new("java") }).Folders.ShouldBe(["target", "core/target"]);
    }

    [Theory]
    [InlineData("go", "bin")]
    [InlineData("dotnet", "bin obj")]
    [InlineData("python", "")]
    [InlineData("rust", "")]
    [InlineData("custom", "")]
    public void What_compiling_leaves_is_known_by_the_language(string language, string folders) =>
        string.Join(' ', ServiceToolchain.Outputs(runs.Auth with { Language = new(language) }).Folders)
            .ShouldBe(folders);

    [Fact]
    public void What_a_command_of_the_catalog_leaves_may_be_in_any_folder_for_that() =>
        ServiceToolchain
            .Outputs(
                runs.Auth with
                {
                    Language = new("python"),
                    Commands = new() { Compile = ["make"] },
                }
            )
            .Folders.ShouldBe(["bin", "build", "dist", "obj", "out", "target"]);

    [Theory]
    [InlineData("go")]
    [InlineData("python")]
    [InlineData("dotnet")]
    [InlineData("java")]
    [InlineData("rust")]
    [InlineData("custom")]
    public async Task The_tools_of_every_language_tell_their_versions(string language) =>
        (await IsKnown(runs.Auth with { Language = new(language) })).ShouldBeTrue();

    public void Dispose() => runs.Dispose();

    private async Task<bool> IsKnown(Service service)
    {
        using var ids = new SourceIds(await PendingSource.Ask(runs.Root).Whole());
        var tools = new ToolVersions(KnownTools.Read(runs.Store / "tools"), runs.Root, null);
        var context = new InputContext(service, runs.Platform, ids, new(runs.Platform), tools);
        return await ServiceToolchain.Tools.AddTo(context, new()) && await StaticAnalysis.Tools.AddTo(context, new());
    }

    private static ITargetDefinition Definition() => DispatchProxy.Create<ITargetDefinition, Fluent>();

    /// <summary>Takes every clause, as Nuke does, and gives itself back.</summary>
    public class Fluent : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => this;
    }
}
