using System.Reflection;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Cache;
using Pipeline.Execution.Graph;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Files;
using Pipeline.Planning;

namespace Pipeline.Tests.Execution.Cache;

/// <summary>What gives a step another key, and what does not. Which files do is told by SourceIdsTests.</summary>
public sealed class StepKeyTests : IDisposable
{
    private readonly CachedRuns runs = new();
    private readonly AbsolutePath programs = Directory.CreateTempSubdirectory("programs-").FullName;
    private string target = "test";
    private string code = "1";
    private Func<string, string> function = path => path;

    public StepKeyTests() => Program("compiler", "1.0");

    [Fact]
    public async Task Equal_inputs_give_equal_keys()
    {
        var first = await Key();

        (await Key()).ShouldBe(first);
        first.ShouldNotBeNull().Value.ShouldMatch("^[0-9a-f]{64}$");
    }

    [Fact]
    public Task A_file_of_the_service_counts() =>
        Changes(() => runs.Repository.Write("services/auth/main.go", "changed"));

    [Fact]
    public Task A_file_of_another_service_does_not() =>
        Keeps(() => runs.Repository.Write("services/flag/app.py", "changed"));

    [Fact]
    public Task A_file_that_no_service_is_made_of_does_not() =>
        Keeps(() => runs.Repository.Write("README.md", "changed"));

    [Fact]
    public async Task A_commit_that_changes_other_files_does_not()
    {
        var before = await Key();
        runs.Repository.Write("services/flag/app.py", "changed");
        runs.Repository.Commit();

        (await Key()).ShouldBe(before);
    }

    [Fact]
    public async Task A_file_of_a_shared_path_counts()
    {
        runs.Auth = runs.Auth with { SharedPaths = ["libs/common"] };

        await Changes(() => runs.Repository.Write("libs/common/a.go", "changed"));
    }

    [Fact]
    public async Task A_file_of_a_service_that_it_depends_on_counts()
    {
        runs.Auth = runs.Auth with { DependsOn = ["flag"] };

        await Changes(() => runs.Repository.Write("services/flag/app.py", "changed"));
    }

    [Fact]
    public async Task A_shared_path_of_a_service_that_it_depends_on_counts()
    {
        runs.Auth = runs.Auth with { DependsOn = ["flag"] };
        runs.Flag = runs.Flag with { SharedPaths = ["libs/common"] };

        await Changes(() => runs.Repository.Write("libs/common/a.go", "changed"));
    }

    [Fact]
    public Task Settings_above_the_service_count() =>
        Changes(() => runs.Repository.Write("services/go.work", "go 1.21"));

    [Fact]
    public Task The_policy_that_the_target_reads_counts() =>
        Changes(() => runs.Policy = runs.Policy with { Severity = Severity.Low });

    [Fact]
    public Task The_policy_that_it_does_not_read_does_not() =>
        Keeps(() => runs.Policy = runs.Policy with { Coverage = 80 });

    [Fact]
    public Task The_version_of_a_tool_counts() => Changes(() => Program("compiler", "1.1"));

    [Fact]
    public Task A_tool_that_is_missing_is_another_version_of_it() => Changes(() => File.Delete(programs / "compiler"));

    [Fact]
    public Task The_code_of_the_build_counts() => Changes(() => code = "2");

    [Fact]
    public Task The_target_counts() => Changes(() => target = "lint");

    [Theory]
    [MemberData(nameof(EntryKeys))]
    public Task Everything_that_the_catalog_says_of_a_service_counts(string property) =>
        Changes(() => runs.Auth = With(runs.Auth, property));

    [Fact]
    public Task What_the_catalog_says_of_another_service_does_not() =>
        Keeps(() => runs.Flag = runs.Flag with { Image = "other" });

    [Fact]
    public async Task Which_other_services_are_selected_does_not_matter()
    {
        runs.Auth = runs.Auth with { DependsOn = ["flag"] };
        var alone = await Key();

        (await Key(before: runs.Flag)).ShouldBe(alone);
    }

    [Fact]
    public async Task The_step_before_counts_with_all_that_it_depends_on()
    {
        var before = await Key(before: runs.Auth);

        Program("compiler", "1.1");

        (await Key(before: runs.Auth)).ShouldNotBe(before);
        (await Key()).ShouldNotBe(await Key(before: runs.Auth));
    }

    [Fact]
    public async Task A_service_that_Git_knows_nothing_of_has_no_key()
    {
        runs.Repository.Write(".gitignore", "services/auth/\n");
        runs.Repository.Git("rm", "-rq", "--cached", "services/auth");
        runs.Repository.Commit();

        (await Key()).ShouldBeNull();
    }

    [Fact]
    public void No_two_lists_of_texts_give_one_key()
    {
        ImmutableArray<string?>[] lists =
        [
            [],
            [""],
            [null],
            ["", ""],
            ["ab"],
            ["a", "b"],
            ["a", "", "b"],
            ["\0"],
            ["a\0b"],
        ];

        lists
            .Select(list => list.Aggregate(new ContentKeyBuilder(), (key, text) => key.Add(text)).ToKey())
            .ShouldBeUnique();
    }

    [Fact]
    public void A_key_is_taken_once()
    {
        var key = new ContentKeyBuilder().Add("a");
        key.ToKey();

        Should.Throw<ObjectDisposedException>(() => key.ToKey());
        Should.Throw<ObjectDisposedException>(() => key.Add("b"));
    }

    public static TheoryData<string> EntryKeys() =>
        [
            .. typeof(Service)
                .GetProperties()
                .Select(property => property.Name)
                .Where(name => name != "EqualityContract"),
        ];

    public void Dispose()
    {
        runs.Dispose();
        Directory.Delete(programs, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public Task A_change_of_any_module_of_the_build_counts(int changed)
    {
        var modules = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToArray();
        code = string.Join(' ', modules);

        return Changes(() =>
        {
            modules[changed] = Guid.NewGuid();
            code = string.Join(' ', modules);
        });
    }

    [Fact]
    public Task The_module_that_a_targets_own_function_stands_in_counts() => Changes(() => function = Path.GetFullPath);

    private async Task Changes(Action change)
    {
        var before = await Key();
        before.ShouldNotBeNull();
        change();

        var after = await Key();

        after.ShouldNotBeNull();
        after.ShouldNotBe(before);
    }

    private async Task Keeps(Action change)
    {
        var before = await Key();
        before.ShouldNotBeNull();
        change();

        (await Key()).ShouldBe(before);
    }

    private async Task<ContentKey?> Key(Service? before = null)
    {
        var platform = runs.Platform;
        var source = await PendingSource.Ask(runs.Root).Whole();
        using var ids = new SourceIds(source);
        var tools = new ToolVersions(KnownTools.Read(runs.Store / "tools"), runs.Root, $"{programs}:/usr/bin:/bin");
        var keys = new StepCacheKeys(platform, source, ids, tools, code);
        ImmutableArray<Input> inputs =
        [
            CommonInputs.Sources,
            CommonInputs.Severity,
            CommonInputs.Tools(_ => [new("compiler", "--version")]),
        ];
        ImmutableArray<StepNode> predecessors = before is null ? [] : [new(0, Target("compile", inputs), [before], [])];
        return await keys.Of(new(0, Target(target, inputs) with { Function = function }, [runs.Auth], predecessors));
    }

    private static ServiceTarget Target(string name, ImmutableArray<Input> inputs) =>
        new(name, _ => throw new NotSupportedException(), Together: false) { Inputs = inputs };

    private void Program(string name, string version)
    {
        var file = programs / name;
        File.WriteAllText(file, $"#!/bin/sh\necho {name} {version}\n");
        GitFolder.MakeExecutable(file);
    }

    // Another value of one property, all else being equal.
    private Service With(Service service, string property)
    {
        var copy = service with { };
        var info = typeof(Service).GetProperty(property)!;
        object value = info.PropertyType switch
        {
            var type when type == typeof(string) => info.Name == nameof(Service.Path) ? "./services/auth" : "another",
            var type when type == typeof(AbsolutePath) => runs.Root / "services" / "flag",
            var type when type == typeof(Language) => new Language("go"),
            var type when type == typeof(ImmutableArray<TestDependency>) => ImmutableArray.Create(
                new TestDependency("postgres", TestDependencyKind.Postgres)
            ),
            var type when type == typeof(ImmutableSortedSet<int>) => ImmutableSortedSet.Create(443),
            var type when type == typeof(Versioning) => Versioning.Calver,
            var type when type == typeof(double?) => 12.5,
            var type when type == typeof(bool) => true,
            var type when type == typeof(BuildSettings) => new BuildSettings { Platforms = ["linux/arm64"] },
            var type when type == typeof(Untested) => new Untested("team-auth", "made up", new(2027, 1, 31)),
            var type when type == typeof(HostedProgram) => new HostedProgram { Files = "/app", Run = ["./main"] },
            var type when type == typeof(ServiceCommands) => new ServiceCommands { Lint = ["lint"] },
            _ => info.Name == nameof(Service.DependsOn)
                ? ImmutableArray.Create("flag")
                : ImmutableArray.Create("libs/common"),
        };
        info.SetValue(copy, value);
        return copy;
    }
}
