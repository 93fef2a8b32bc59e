using System.Security.Cryptography;
using System.Text;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Registries;
using Pipeline.Tests.Images.Registries;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Images;

public sealed class RegistryClientTests : IAsyncDisposable
{
    private const string Body = """{"schemaVersion":2,"config":{"digest":"sha256:c0"}}""";

    private static readonly string Digest =
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Body)))}";

    private static readonly RegistryTimeouts Impatient = new(
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(0.5),
        TimeSpan.FromMilliseconds(1)
    );

    private readonly StepHarness harness = new();

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    [Fact]
    public async Task A_tag_is_found_with_the_digest_of_its_bytes()
    {
        await using var registry = new FakeRegistry(FakeRegistry.Answer(200, Body, $"Docker-Content-Digest: {Digest}"));

        var found = await Find(registry, "1");

        found.ShouldBe(new Manifest(Digest, "sha256:c0"));
    }

    [Fact]
    public async Task All_forms_of_manifest_are_asked_for()
    {
        await using var registry = new FakeRegistry(FakeRegistry.Answer(200, Body));

        await Find(registry, "1");

        var request = registry.Requests.ShouldHaveSingleItem();
        request.ShouldStartWith("GET /v2/a/b/manifests/1 ");
        Manifest.MediaTypes.ShouldAllBe(type => request.Contains(type));
    }

    [Fact]
    public async Task A_tag_that_is_not_there_is_no_error()
    {
        await using var registry = new FakeRegistry(FakeRegistry.Answer(404, """{"errors":[]}"""));

        (await Find(registry, "1")).ShouldBeNull();
    }

    [Fact]
    public async Task A_registry_that_lies_about_a_digest_is_not_believed()
    {
        var other = $"sha256:{new string('0', 64)}";
        await using var registry = new FakeRegistry(FakeRegistry.Answer(200, Body, $"Docker-Content-Digest: {other}"));

        var failure = await Should.ThrowAsync<StepFailedException>(() => Find(registry, "1"));

        failure.Message.ShouldContain("damaged or forged");
        failure.Message.ShouldContain(other);
        failure.Message.ShouldContain(Digest);
    }

    [Fact]
    public async Task Other_bytes_than_those_of_the_digest_asked_for_are_not_taken()
    {
        await using var registry = new FakeRegistry(FakeRegistry.Answer(200, Body));

        var failure = await Should.ThrowAsync<StepFailedException>(() =>
            Find(registry, $"sha256:{new string('0', 64)}")
        );

        failure.Message.ShouldContain("damaged or forged");
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"config":{}}""")]
    public async Task What_is_no_manifest_is_named_as_such(string body)
    {
        await using var registry = new FakeRegistry(FakeRegistry.Answer(200, body));

        var failure = await Should.ThrowAsync<StepFailedException>(() => Find(registry, "1"));

        failure.Message.ShouldContain("is no image manifest");
    }

    [Fact]
    public async Task An_index_has_no_configuration_of_its_own()
    {
        await using var registry = new FakeRegistry(FakeRegistry.Answer(200, """{"manifests":[]}"""));

        (await Find(registry, "1"))!.ConfigDigest.ShouldBeNull();
    }

    [Theory]
    [InlineData("500", "answered 500 InternalServerError: it was asked for GET /v2/a/b/manifests/1; attempt 2 of 4")]
    [InlineData("429", "answered 429 TooManyRequests: it was asked for GET /v2/a/b/manifests/1; attempt 2 of 4")]
    [InlineData(FakeRegistry.Reset, "attempt 2 of 4")]
    public async Task A_trouble_that_passes_is_sat_out_and_shown(string trouble, string shown)
    {
        var first = trouble == FakeRegistry.Reset ? trouble : FakeRegistry.Answer(int.Parse(trouble));
        await using var registry = new FakeRegistry(first, FakeRegistry.Answer(200, Body));

        var found = await Find(registry, "1");

        found!.Digest.ShouldBe(Digest);
        harness.Log("Ask").ShouldContain(shown);
    }

    [Fact]
    public async Task A_trouble_that_stays_is_told_after_four_attempts()
    {
        await using var registry = new FakeRegistry([.. Enumerable.Repeat(FakeRegistry.Answer(503), 4)]);

        var failure = await Should.ThrowAsync<TransientException>(() => Find(registry, "1"));

        failure.Message.ShouldBe(
            $"the registry {registry.Name} answered 503 ServiceUnavailable: it was asked for GET /v2/a/b/manifests/1; if that goes on, see its log or status page"
        );
        registry.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_registry_that_hangs_is_given_up()
    {
        await using var registry = new FakeRegistry(FakeRegistry.Hang);

        var failure = await Should.ThrowAsync<TransientException>(() => Find(registry, "1"));

        failure.Message.ShouldBe(
            $"the registry {registry.Name} hangs: it took the request and did not answer within 0.5 s; if that goes on, see its log or status page"
        );
    }

    [Fact]
    public async Task A_registry_that_refuses_connections_is_named()
    {
        var registry = new FakeRegistry();
        await registry.DisposeAsync();

        var failure = await Should.ThrowAsync<StepFailedException>(() => Find("127.0.0.1:1", "1"));

        failure.ShouldNotBeOfType<TransientException>();
        failure.Message.ShouldStartWith("the registry 127.0.0.1:1 cannot be reached: Connection refused");
    }

    [Theory]
    [InlineData(401, "wants a login (401)")]
    [InlineData(403, "does not let this user in (403)")]
    [InlineData(302, "answered 302")]
    public async Task A_refusal_is_a_sentence(int status, string said)
    {
        await using var registry = new FakeRegistry(FakeRegistry.Answer(status));

        var failure = await Should.ThrowAsync<StepFailedException>(() => Find(registry, "1"));

        failure.ShouldNotBeOfType<TransientException>();
        failure.Message.ShouldContain(said);
        registry.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Something_else_that_listens_is_no_registry()
    {
        await using var registry = new FakeRegistry(FakeRegistry.Answer(404));
        using var client = new RegistryClient(registry.Name, new AnonymousLogin(), Impatient);

        var failure = await Should.ThrowAsync<StepFailedException>(() =>
            harness.Ask<object?>(async step =>
            {
                await client.Ping(step.Log, CancellationToken.None);
                return null;
            })
        );

        failure.Message.ShouldContain("what listens there is no registry");
    }

    [Theory]
    [InlineData("127.0.0.1:5000", "http://127.0.0.1:5000/v2/")]
    [InlineData("localhost:5000", "http://localhost:5000/v2/")]
    [InlineData("[::1]:5000", "http://[::1]:5000/v2/")]
    [InlineData("registry.example.com", "https://registry.example.com/v2/")]
    [InlineData("127.example.com", "https://127.example.com/v2/")]
    public void Only_a_registry_of_this_machine_is_spoken_to_without_encryption(string registry, string endpoint) =>
        RegistryAddress.Endpoint(registry).ToString().ShouldBe(endpoint);

    private Task<Manifest?> Find(FakeRegistry registry, string reference) => Find(registry.Name, reference);

    private async Task<Manifest?> Find(string registry, string reference)
    {
        using var client = new RegistryClient(registry, new AnonymousLogin(), Impatient);
        return await harness.Ask(step => client.Find("a/b", reference, step.Log, CancellationToken.None));
    }
}
