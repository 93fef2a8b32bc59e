using Pipeline.Foundation.Failures;
using Pipeline.Images.Registries;

namespace Pipeline.Tests.Images.Registries;

/// <summary>Contents on their way to and from a registry that misbehaves.</summary>
public sealed class BlobTransferTests
{
    private const string Upload = "^(PUT|PATCH) /v2/shop/auth/blobs/uploads/";
    private const string Download = "^GET /v2/shop/auth/blobs/sha256:";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256 * 1024)]
    [InlineData((256 * 1024) + 1)]
    [InlineData(1_000_000)]
    public async Task What_was_sent_is_what_comes_back(int length)
    {
        await using var bench = await RegistryBench.Create();

        var received = await Through(bench, RegistryBench.Content(length));

        received.ShouldBe(RegistryBench.Content(length));
    }

    [Fact]
    public async Task A_content_that_is_there_is_not_sent_again()
    {
        await using var bench = await RegistryBench.Create();
        await Through(bench, RegistryBench.Content(10));

        await Send(bench, RegistryBench.Content(10));

        bench.Registry.Count("^POST ").ShouldBe(1);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public async Task An_upload_survives_answers_that_ask_for_another_attempt(int length)
    {
        await using var bench = await RegistryBench.Create();
        bench.Registry.Answer("^HEAD ", 1, 500);
        bench.Registry.Answer("^POST ", 1, 503);
        bench.Registry.Answer(Upload, 2, 429, ("Retry-After", "0"));

        var received = await Through(bench, RegistryBench.Content(length));

        received.ShouldBe(RegistryBench.Content(length));
        bench.Log.ShouldContain("answered 429 TooManyRequests");
    }

    [Fact]
    public async Task A_registry_that_wants_to_be_left_alone_is_left_alone_as_long_as_it_says()
    {
        await using var bench = await RegistryBench.Create();
        bench.Registry.Answer("^POST ", 1, 429, ("Retry-After", "1"));

        await Send(bench, RegistryBench.Content(10));

        bench.Log.ShouldContain("attempt 2 of 4 in 1.0 s");
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public async Task An_upload_survives_broken_connections(int length)
    {
        await using var bench = await RegistryBench.Create();
        bench.Registry.Reset(Upload, 2, after: 100);

        var received = await Through(bench, RegistryBench.Content(length));

        received.ShouldBe(RegistryBench.Content(length));
    }

    [Fact]
    public async Task A_large_upload_goes_on_where_it_broke_off()
    {
        await using var bench = await RegistryBench.Create();
        bench.Registry.TakePart("^PATCH ", 1, 100_000);

        var received = await Through(bench, RegistryBench.Content(1_000_000));

        received.ShouldBe(RegistryBench.Content(1_000_000));
        bench.Log.ShouldContain("from byte 100000 of 1000000");
    }

    [Fact]
    public async Task An_upload_that_the_registry_has_forgotten_begins_anew()
    {
        await using var bench = await RegistryBench.Create();
        bench.Registry.Reset("^PATCH ", 1, after: 10);
        bench.Registry.Answer("^GET /v2/shop/auth/blobs/uploads/", 1, 404);

        var received = await Through(bench, RegistryBench.Content(1_000_000));

        received.ShouldBe(RegistryBench.Content(1_000_000));
        bench.Registry.Count("^POST ").ShouldBe(2);
    }

    [Fact]
    public async Task A_chunk_that_the_registry_expects_elsewhere_is_sent_from_where_it_says()
    {
        await using var bench = await RegistryBench.Create();
        bench.Registry.Answer("^PATCH ", 1, 416);

        var received = await Through(bench, RegistryBench.Content(1_000_000));

        received.ShouldBe(RegistryBench.Content(1_000_000));
    }

    [Fact]
    public async Task A_yes_that_got_lost_is_found_out()
    {
        await using var bench = await RegistryBench.Create();
        bench.Registry.Truncate("^PUT .*/blobs/uploads/", 1, 0);

        var received = await Through(bench, RegistryBench.Content(1_000_000));

        received.ShouldBe(RegistryBench.Content(1_000_000));
    }

    [Fact]
    public async Task A_registry_that_hangs_within_an_upload_is_given_up_as_something_that_passes()
    {
        await using var bench = await RegistryBench.Create(RegistryBench.Impatient);
        bench.Registry.Hang("^POST ", 1);

        var failure = await Should.ThrowAsync<TransientException>(() => Send(bench, RegistryBench.Content(10)));

        failure.Message.ShouldContain("hangs");
    }

    [Fact]
    public async Task A_download_goes_on_where_it_broke_off()
    {
        await using var bench = await RegistryBench.Create();
        var content = RegistryBench.Content(1_000_000);
        await Send(bench, content);
        bench.Registry.Truncate(Download, 2, 300_000);

        (await Receive(bench, RegistryBench.Describe(content))).ShouldBe(content);
    }

    [Fact]
    public async Task A_download_goes_on_where_it_stalled()
    {
        await using var bench = await RegistryBench.Create(RegistryBench.Impatient);
        var content = RegistryBench.Content(1_000_000);
        await Send(bench, content);
        bench.Registry.Truncate(Download, 1, 300_000, stalls: true);

        (await Receive(bench, RegistryBench.Describe(content))).ShouldBe(content);

        bench.Log.ShouldContain("of 1000000");
    }

    [Fact]
    public async Task A_registry_that_breaks_off_each_time_is_given_up()
    {
        await using var bench = await RegistryBench.Create();
        var content = RegistryBench.Content(1_000_000);
        await Send(bench, content);
        bench.Registry.Truncate(Download, int.MaxValue, 0);

        await Should.ThrowAsync<TransientException>(() => Receive(bench, RegistryBench.Describe(content)));
    }

    [Fact]
    public async Task Other_bytes_than_those_of_the_digest_are_refused()
    {
        await using var bench = await RegistryBench.Create();
        var content = RegistryBench.Content(1000);
        await Send(bench, content);
        bench.Registry.Lie(Download, body: true);

        var failure = await Should.ThrowAsync<StepFailedException>(() =>
            Receive(bench, RegistryBench.Describe(content))
        );

        failure.ShouldNotBeOfType<TransientException>();
        failure.Message.ShouldContain("damaged or forged");
    }

    [Fact]
    public async Task More_bytes_than_announced_are_refused()
    {
        await using var bench = await RegistryBench.Create();
        var content = RegistryBench.Content(1000);
        await Send(bench, content);

        await Should.ThrowAsync<StepFailedException>(() =>
            Receive(bench, RegistryBench.Describe(content) with { Size = 999 })
        );
    }

    [Fact]
    public async Task A_registry_that_takes_a_content_for_another_is_refused()
    {
        await using var bench = await RegistryBench.Create();
        bench.Registry.Lie("^PUT ", "Docker-Content-Digest", $"sha256:{new string('0', 64)}");

        var failure = await Should.ThrowAsync<StepFailedException>(() => Send(bench, RegistryBench.Content(10)));

        failure.Message.ShouldContain("damaged or forged");
    }

    [Fact]
    public async Task A_refusal_says_what_the_registry_says()
    {
        await using var bench = await RegistryBench.Create();
        var content = RegistryBench.Content(10);

        var failure = await Should.ThrowAsync<StepFailedException>(() =>
            bench.In(log =>
                bench
                    .Client()
                    .Upload(
                        RegistryBench.Repository,
                        RegistryBench.Describe(content),
                        new MemoryStream(RegistryBench.Content(11)[..10]),
                        log,
                        default
                    )
            )
        );

        failure.Message.ShouldContain("DIGEST_INVALID");
    }

    private static async Task<byte[]> Through(RegistryBench bench, byte[] content)
    {
        var blob = RegistryBench.Describe(content);
        return await bench.In(async log =>
        {
            var client = bench.Client();
            await client.Upload(RegistryBench.Repository, blob, new MemoryStream(content), log, default);
            return await Bytes(await client.Download(RegistryBench.Repository, blob, log, default));
        });
    }

    private static Task Send(RegistryBench bench, byte[] content) =>
        bench.In(log =>
            bench
                .Client()
                .Upload(
                    RegistryBench.Repository,
                    RegistryBench.Describe(content),
                    new MemoryStream(content),
                    log,
                    default
                )
        );

    private static Task<byte[]> Receive(RegistryBench bench, Descriptor blob) =>
        bench.In(async log => await Bytes(await bench.Client().Download(RegistryBench.Repository, blob, log, default)));

    private static async Task<byte[]> Bytes(Stream? content)
    {
        await using var stream = content.ShouldNotBeNull();
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
