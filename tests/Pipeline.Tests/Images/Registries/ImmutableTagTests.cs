using System.Security.Cryptography;
using System.Text;
using Pipeline.Execution.Steps;
using Pipeline.Images.Registries;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Images.Registries;

/// <summary>A registry whose tags do not move, such as ECR's or Harbor's.</summary>
public sealed class ImmutableTagTests : IAsyncDisposable
{
    private static readonly string Image = ManifestOf('a');
    private static readonly string Other = ManifestOf('b');

    private readonly StepHarness harness = new();

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    [Theory]
    [InlineData(400)]
    [InlineData(412)]
    public async Task A_refused_tag_that_stands_for_the_same_image_is_fine(int refusal)
    {
        await using var registry = new FakeRegistry(Refusal(refusal), Standing(Image));

        var result = await Put(registry);

        result.ShouldBe(StepResult.Passed);
    }

    [Fact]
    public async Task A_refused_tag_that_stands_for_another_image_is_named_with_both()
    {
        await using var registry = new FakeRegistry(Refusal(400), Standing(Other));

        var result = await Put(registry);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("the tag is immutable");
        result.Reason!.ShouldContain($"stands for {Digest(Other)}, not for {Digest(Image)}: nothing was overwritten");
    }

    [Fact]
    public async Task A_refusal_of_a_tag_that_is_not_there_is_told_as_it_is()
    {
        await using var registry = new FakeRegistry(Refusal(400), FakeRegistry.Answer(404));

        var result = await Put(registry);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldEndWith("the tag is immutable");
    }

    private Task<StepResult> Put(FakeRegistry registry) =>
        harness.Execute(
            "Push",
            async (_, step) =>
            {
                using var client = new RegistryClient(registry.Name, new AnonymousLogin());
                var manifest = ManifestContent.Read(
                    Digest(Image),
                    ManifestContent.ManifestType,
                    Encoding.UTF8.GetBytes(Image),
                    "the test"
                );
                await client.PutManifest("auth-service", "2026.02.1", manifest, step.Log, step.Cancellation);
                return StepResult.Passed;
            }
        );

    private static string Refusal(int status) =>
        FakeRegistry.Answer(status, """{"errors":[{"code":"TAG_INVALID","message":"the tag is immutable"}]}""");

    private static string Standing(string manifest) =>
        FakeRegistry.Answer(
            200,
            manifest,
            $"Content-Type: {ManifestContent.ManifestType}",
            $"Docker-Content-Digest: {Digest(manifest)}"
        );

    private static string ManifestOf(char letter) =>
        $$$"""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:{{{new string(letter, 64)}}}","size":2},"layers":[]}""";

    private static string Digest(string manifest) =>
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(manifest)))}";
}
