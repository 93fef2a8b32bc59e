using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Images;

/// <summary>What the catalog says of a build reaches every builder.</summary>
public sealed class BuildSettingsTests(Engines engines) : IDisposable
{
    private const string Variable = "PIPELINE_TESTS_BUILD_SECRET";

    // Runs a program of the image: the network that builds have by default is not to be had on every machine.
    private const string ReadsSecret =
        "FROM scratch\nCOPY reader /reader\nRUN --mount=type=secret,id=token {0}[\"/reader\"]\nCOPY content /\n";

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, null);

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Podman)]
    [InlineData(Engines.Buildx)]
    public async Task Arguments_of_the_catalog_get_to_the_Dockerfile_that_declares_them(string engine)
    {
        await using var harness = await ImageHarness.Create(engines, engine);
        harness.Steps.Write("Dockerfile", "FROM scratch\nARG MODE=none\nLABEL mode=$MODE\nCOPY content /\n");
        harness.Steps.Service = harness.Steps.Service with
        {
            Build = new()
            {
                Arguments = ImmutableSortedDictionary<string, string>
                    .Empty.Add("MODE", "a value, with = and spaces")
                    .Add("UNKNOWN", "1"),
            },
        };

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        (await harness.Inspect(harness.Reference)).Labels["mode"].ShouldBe("a value, with = and spaces");
        harness.Steps.Log("Image").ShouldContain("left out: the Dockerfile has no ARG UNKNOWN");
    }

    [Theory]
    [InlineData(Engines.Podman, "")]
    [InlineData(Engines.BuildxStore, "--network=none ")]
    public async Task A_secret_is_mounted_and_stays_out_of_the_image(string engine, string options)
    {
        Environment.SetEnvironmentVariable(Variable, "made-up-and-hushed");
        await using var harness = await ImageHarness.Create(engines, engine);
        harness.Steps.Write("Dockerfile", ReadsSecret.Replace("{0}", options));
        File.Copy(await engines.SecretReader, harness.Steps.Service.Directory / "reader");
        harness.Steps.Service = harness.Steps.Service with
        {
            Build = new() { Secrets = ImmutableSortedDictionary<string, string>.Empty.Add("token", Variable) },
        };
        var content = "";

        var result = await harness.Image();
        // Layers may be compressed, which would hide it.
        await harness.Scan(async archive => content = (await SavedImage.Read(archive)).Everything);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        harness.Steps.Log("Image").ShouldContain("a secret of 18 letters");
        content.ShouldContain(harness.Steps.Service.Name);
        content.ShouldNotContain("made-up-and-hushed");
        content.ShouldNotContain("pipeline-secret");
    }

    [Fact]
    public async Task A_builder_that_cannot_mount_secrets_is_refused()
    {
        await using var harness = await WithSecret("PATH");

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain(
            "is built with secrets (token), which Docker's classic builder cannot mount: install docker buildx"
        );
    }

    [Fact]
    public async Task A_secret_that_is_not_set_is_named()
    {
        await using var harness = await WithSecret("PIPELINE_TESTS_NO_SUCH_VARIABLE");

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain(
            "is built with the secret token, and PIPELINE_TESTS_NO_SUCH_VARIABLE, which is to hold it, is not set"
        );
    }

    [Fact]
    public async Task The_size_of_the_context_is_told_and_what_is_in_it()
    {
        await using var harness = await ImageHarness.Create(engines, Engines.Docker);
        harness.Steps.Write("node_modules/one", new string('a', 2_000_000));
        harness.Steps.Write("node_modules/two", new string('a', 1_000_000));

        await harness.Image();

        harness
            .Steps.Log("Image")
            .ShouldContain(
                "context: 4 files of 3.0 MB, the largest node_modules (3.0 MB), Dockerfile (0.0 MB), content (0.0 MB)"
            );
    }

    [Fact]
    public async Task A_context_that_is_larger_than_allowed_is_not_sent()
    {
        await using var harness = await ImageHarness.Create(engines, Engines.Docker);
        harness.Steps.Write("node_modules/one", new string('a', 2_000_000));
        harness.Steps.Service = harness.Steps.Service with { Build = new() { ContextMegabytes = 1.5 } };

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("has 3 files of 2.0 MB, the largest node_modules (2.0 MB)");
        result.Reason!.ShouldContain("more than the 1.5 MB of build.contextMegabytes");
        result.Reason!.ShouldContain(harness.Steps.Service.Directory / ".dockerignore");
    }

    private async Task<ImageHarness> WithSecret(string variable)
    {
        var harness = await ImageHarness.Create(engines, Engines.Docker);
        harness.Steps.Service = harness.Steps.Service with
        {
            Build = new() { Secrets = ImmutableSortedDictionary<string, string>.Empty.Add("token", variable) },
        };
        return harness;
    }
}
