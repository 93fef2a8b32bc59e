using Pipeline.Foundation.Failures;
using Pipeline.Images.Registries;

namespace Pipeline.Tests.Images.Registries;

/// <summary>Images on their way from one registry to another.</summary>
public sealed class ImageCopyTests
{
    private const string Target = "mirror/auth";

    [Fact]
    public async Task An_image_gets_to_another_registry_byte_for_byte()
    {
        await using var bench = await RegistryBench.Create();
        await using var other = await StrictRegistry.Start();
        var image = await bench.PushImage("1", layer: 1_000_000);

        await Copy(bench, image, "1", other);

        (await Find(bench, "1", other)).Bytes.ShouldBe(image.Bytes);
        await Should.NotThrowAsync(() => Pull(bench, image, other));
    }

    [Fact]
    public async Task All_platforms_of_an_image_go_along()
    {
        await using var bench = await RegistryBench.Create();
        await using var other = await StrictRegistry.Start();
        var (one, two) = (await bench.PushImage(null, 10), await bench.PushImage(null, 20));
        var index = await bench.PushIndex("1", one, two);

        await Copy(bench, index, "1", other);

        (await Find(bench, "1", other)).Manifests.Length.ShouldBe(2);
        await Should.NotThrowAsync(() => Pull(bench, two, other));
    }

    [Fact]
    public async Task What_refers_to_an_image_goes_along()
    {
        await using var bench = await RegistryBench.Create();
        await using var other = await StrictRegistry.Start();
        other.HasReferrers = true;
        var image = await bench.PushImage("1");
        await Attach(bench, image, "a signature");

        await Copy(bench, image, "1", other);

        (await Referrers(bench, image, other)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_attached_later_is_brought_by_the_next_copy()
    {
        await using var bench = await RegistryBench.Create();
        await using var other = await StrictRegistry.Start();
        var image = await bench.PushImage("1");
        await Copy(bench, image, "1", other);
        await Attach(bench, image, "a signature");

        await Copy(bench, image, "1", other);

        (await Referrers(bench, image, other)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_there_is_not_moved_again()
    {
        await using var bench = await RegistryBench.Create();
        await using var other = await StrictRegistry.Start();
        var image = await bench.PushImage("1");
        await Copy(bench, image, "1", other);
        var before = other.Count("^(PUT|POST|PATCH) ");

        var done = await Copy(bench, image, "1", other);

        done.ShouldEndWith("nothing was copied");
        other.Count("^(PUT|POST|PATCH) ").ShouldBe(before);
    }

    [Fact]
    public async Task Within_a_registry_layers_are_mounted_and_not_sent()
    {
        await using var bench = await RegistryBench.Create();
        var image = await bench.PushImage("1");
        var sent = bench.Registry.Count("^PUT .*/blobs/");

        await Copy(bench, image, "1", bench.Registry);

        bench.Registry.Count("mount=").ShouldBe(2);
        bench.Registry.Count("^PUT .*/blobs/").ShouldBe(sent);
        (await Find(bench, "1", bench.Registry)).Digest.ShouldBe(image.Digest);
    }

    [Fact]
    public async Task A_registry_that_mounts_nothing_is_sent_it()
    {
        await using var bench = await RegistryBench.Create();
        var image = await bench.PushImage("1");
        bench.Registry.Lie("mount=sha256", "X-None");
        bench.Registry.Answer("mount=", 2, 202, ("Location", "/v2/mirror/auth/blobs/uploads/none"));

        await Copy(bench, image, "1", bench.Registry);

        (await Find(bench, "1", bench.Registry)).Digest.ShouldBe(image.Digest);
    }

    [Fact]
    public async Task A_tag_that_stands_for_another_image_is_left_as_it_is()
    {
        await using var bench = await RegistryBench.Create();
        var (one, two) = (await bench.PushImage("1", 10), await bench.PushImage("2", 20));
        await Copy(bench, one, "1", bench.Registry);

        var failure = await Should.ThrowAsync<StepFailedException>(() => Copy(bench, two, "1", bench.Registry));

        failure.Message.ShouldContain("nothing was overwritten");
        (await Find(bench, "1", bench.Registry)).Digest.ShouldBe(one.Digest);
    }

    [Fact]
    public async Task An_image_that_lacks_a_part_is_not_tagged()
    {
        await using var bench = await RegistryBench.Create();
        await using var other = await StrictRegistry.Start();
        var image = await bench.PushImage("1");
        bench.Registry.Answer($"^GET .*/blobs/{image.Blobs[1].Digest}", 10, 404);

        var failure = await Should.ThrowAsync<StepFailedException>(() => Copy(bench, image, "1", other));

        failure.Message.ShouldContain($"lacks {image.Blobs[1].Digest}");
        other.Count("^PUT .*/manifests/").ShouldBe(0);
    }

    [Fact]
    public async Task A_registry_that_gives_out_another_image_is_refused()
    {
        await using var bench = await RegistryBench.Create();
        await using var other = await StrictRegistry.Start();
        var image = await bench.PushImage("1");
        bench.Registry.Lie("^GET .*/manifests/", body: true);

        var failure = await Should.ThrowAsync<StepFailedException>(() => Copy(bench, image, "1", other));

        failure.Message.ShouldContain("damaged or forged");
        other.Count("^PUT ").ShouldBe(0);
    }

    [Fact]
    public async Task A_copy_that_was_broken_off_goes_on_with_what_is_missing()
    {
        await using var bench = await RegistryBench.Create();
        await using var other = await StrictRegistry.Start();
        var image = await bench.PushImage("1", 1_000_000);
        other.Answer("^PUT .*/manifests/", 4, 503);
        await Should.ThrowAsync<TransientException>(() => Copy(bench, image, "1", other));
        var sent = other.Count("^PATCH ");

        await Copy(bench, image, "1", other);

        other.Count("^PATCH ").ShouldBe(sent);
        (await Find(bench, "1", other)).Digest.ShouldBe(image.Digest);
    }

    private static Task<string> Copy(RegistryBench bench, ManifestContent image, string? tag, StrictRegistry target) =>
        bench.In(log =>
            new ImageCopy(bench.End(RegistryBench.Repository), bench.End(Target, target), log, default).Run(
                image.Digest,
                tag
            )
        );

    private static async Task<ManifestContent> Find(RegistryBench bench, string reference, StrictRegistry registry) =>
        (
            await bench.In(log => bench.End(Target, registry).Client.FindManifest(Target, reference, log, default))
        ).ShouldNotBeNull();

    private static Task Pull(RegistryBench bench, ManifestContent image, StrictRegistry registry) =>
        bench.In(async log =>
        {
            foreach (var blob in image.Blobs)
                await (await bench.End(Target, registry).Client.Download(Target, blob, log, default))
                    .ShouldNotBeNull()
                    .DisposeAsync();
        });

    private static Task Attach(RegistryBench bench, ManifestContent image, string content) =>
        bench.In(log =>
            bench
                .Client()
                .Attach(
                    RegistryBench.Repository,
                    image.Descriptor,
                    "application/vnd.example.note",
                    System.Text.Encoding.UTF8.GetBytes(content),
                    ImmutableSortedDictionary<string, string>.Empty,
                    log,
                    default
                )
        );

    private static Task<ImmutableArray<Descriptor>> Referrers(
        RegistryBench bench,
        ManifestContent image,
        StrictRegistry registry
    ) => bench.In(log => bench.End(Target, registry).Client.Referrers(Target, image.Digest, log, default));
}
