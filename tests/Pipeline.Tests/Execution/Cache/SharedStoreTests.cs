using Nuke.Common.IO;
using Pipeline.Execution.Cache;
using Pipeline.Images.Caching;
using Pipeline.Images.Registries;
using Pipeline.Tests.Images;

namespace Pipeline.Tests.Execution.Cache;

/// <summary>
/// Two machines, each with a store of its own, and one that they share: in a folder, or in a registry.
/// </summary>
public sealed class SharedStoreTests : IDisposable
{
    // A busy machine is no reason to go on without the store.
    private static readonly RegistryTimeouts Patient = new(
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMilliseconds(1)
    );

    private readonly CachedRuns runs = new();
    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("shared-").FullName;

    public SharedStoreTests() =>
        runs.Cacheable(
                "compile",
                "",
                step =>
                {
                    step.Log.Write("compiling");
                    File.WriteAllText(step.Output("tests", "report"), $"of {step.Service.Name}");
                }
            )
            .Cacheable("test", "compile");

    [Theory]
    [InlineData("folder")]
    [InlineData("registry")]
    public async Task What_one_machine_has_run_another_replays(string kind)
    {
        using var registry = await Share(kind);
        await runs.Run();
        runs.Warnings.ShouldBeEmpty();
        AnotherMachine();

        var second = await runs.Run();

        runs.Warnings.ShouldBeEmpty();
        second.ShouldAllBe(step => step.EndsWith("cached"));
        runs.Log("compile", "auth").ShouldEndWith("\ncompiling\n");
        File.ReadAllText(runs.Artifacts / "tests/auth/report").ShouldBe("of auth");
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("registry")]
    public async Task What_was_taken_from_the_shared_store_is_kept_here_too(string kind)
    {
        using (var registry = await Share(kind))
        {
            await runs.Run();
            AnotherMachine();
            await runs.Run();
        }

        runs.Shared = null;

        (await runs.Run()).ShouldAllBe(step => step.EndsWith("cached"));
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("registry")]
    public async Task A_run_that_may_only_read_takes_and_gives_nothing(string kind)
    {
        using var registry = await Share(kind);
        runs.IsReadOnly = true;
        await runs.Run();
        AnotherMachine();
        runs.IsReadOnly = false;

        (await runs.Run()).ShouldAllBe(step => step.EndsWith("passed"));
        runs.Warnings.ShouldBeEmpty();
        AnotherMachine();
        runs.IsReadOnly = true;

        (await runs.Run()).ShouldAllBe(step => step.EndsWith("cached"));
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("registry")]
    public async Task A_shared_store_that_is_not_there_is_left_out_with_one_warning(string kind)
    {
        runs.Shared = () =>
            kind == "folder"
                ? new DirectoryStore(folder / "not mounted")
                : new OciStore("127.0.0.1:1", "a/b", new(), Patient);

        var first = await runs.Run();

        first.ShouldAllBe(step => step.EndsWith("passed"));
        runs.Warnings.ShouldHaveSingleItem().ShouldContain("is left out of this run");
        (await runs.Run()).ShouldAllBe(step => step.EndsWith("cached"));
        runs.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bad_entry_of_the_shared_store_is_replaced_there()
    {
        using var registry = await Share("folder");
        await runs.Run();
        AnotherMachine();
        foreach (var entry in Directory.GetFiles(folder, "*.entry", SearchOption.AllDirectories))
            File.WriteAllText(entry, "poison");

        (await runs.Run()).ShouldAllBe(step => step.EndsWith("passed"));
        runs.Warnings.Count.ShouldBe(1);
        AnotherMachine();

        (await runs.Run()).ShouldAllBe(step => step.EndsWith("cached"));
    }

    [Fact]
    public async Task A_registry_that_gives_out_other_bytes_than_it_took_is_not_believed()
    {
        using var registry = await Share("registry");
        await runs.Run();
        AnotherMachine();
        foreach (var blob in Directory.GetFiles(folder, "data", SearchOption.AllDirectories))
            if (new FileInfo(blob).Length > 200 && !File.ReadAllText(blob).StartsWith('{'))
                File.WriteAllBytes(
                    blob,
                    [.. File.ReadAllBytes(blob).Select((value, i) => i == 0 ? (byte)(value ^ 1) : value)]
                );

        (await runs.Run()).ShouldAllBe(step => step.EndsWith("passed"));

        runs.Warnings.ShouldHaveSingleItem().ShouldContain("damaged or forged");
    }

    [Theory]
    [InlineData("oci://127.0.0.1:5000/pipeline/cache", "oci://127.0.0.1:5000/pipeline/cache")]
    [InlineData("oci://registry.example/cache/", "oci://registry.example/cache")]
    [InlineData("file:///mnt/shared", "/mnt/shared")]
    [InlineData("/mnt/shared", "/mnt/shared")]
    [InlineData("shared", "/srv/shared")]
    public void A_store_is_named_by_its_address(string address, string name) =>
        SharedStores.Find(address, "/srv", new())!.Name.ShouldBe(name);

    [Theory]
    [InlineData("oci://registry.example")]
    [InlineData("oci:///cache")]
    [InlineData("s3://bucket/cache")]
    public void What_names_no_store_is_refused(string address) =>
        Should
            .Throw<UnknownStoreException>(() => SharedStores.Find(address, "/srv", new()))
            .Message.ShouldContain("oci://HOST/REPOSITORY");

    public void Dispose()
    {
        runs.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<IDisposable?> Share(string kind)
    {
        if (kind == "folder")
        {
            runs.Shared = () => new DirectoryStore(folder);
            return null;
        }

        var registry = await RealRegistry.Start(folder);
        runs.Shared = () => new OciStore(registry.Name, "pipeline/cache", new(), Patient);
        return registry;
    }

    private void AnotherMachine() => Directory.Delete(runs.Artifacts, recursive: true);
}
