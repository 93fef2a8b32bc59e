using System.Text;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Registries;

namespace Pipeline.Tests.Images.Registries;

/// <summary>What refers to an image, in registries that keep a list of it and in those that do not.</summary>
public sealed class ReferrerTests
{
    private const string Type = "application/vnd.example.note";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_attached_to_an_image_is_found_by_its_digest(bool hasReferrers)
    {
        await using var bench = await RegistryBench.Create();
        bench.Registry.HasReferrers = hasReferrers;
        var image = await bench.PushImage("1");

        var attached = await Attach(bench, image, "first", "second");

        var found = await Find(bench, image);
        found.Select(each => each.Digest).ShouldBe(attached.Select(each => each.Digest));
        found.ShouldAllBe(each => each.ArtifactType == Type);
        (await Read(bench, found[1])).ShouldBe("second");
    }

    [Fact]
    public async Task What_is_attached_again_is_there_once()
    {
        await using var bench = await RegistryBench.Create();
        var image = await bench.PushImage("1");

        await Attach(bench, image, "first", "first");

        (await Find(bench, image)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Those_who_attach_at_the_same_time_do_not_overwrite_each_other()
    {
        await using var bench = await RegistryBench.Create();
        var image = await bench.PushImage("1");
        var client = bench.Client();

        await bench.In(log =>
            Task.WhenAll(
                Enumerable
                    .Range(0, 8)
                    .Select(number =>
                        client.Attach(
                            RegistryBench.Repository,
                            image.Descriptor,
                            Type,
                            Encoding.UTF8.GetBytes($"{number}"),
                            ImmutableSortedDictionary<string, string>.Empty,
                            log,
                            default
                        )
                    )
            )
        );

        (await Find(bench, image)).Length.ShouldBe(8);
    }

    [Fact]
    public async Task An_image_that_nothing_refers_to_has_no_referrers()
    {
        await using var bench = await RegistryBench.Create();
        var image = await bench.PushImage("1");

        (await Find(bench, image)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{ "manifests": [{ "mediaType": "a", "digest": "sha256:../../etc", "size": 1 }] }""")]
    public async Task A_list_that_is_none_is_refused(string list)
    {
        await using var bench = await RegistryBench.Create();
        var image = await bench.PushImage("1");
        bench.Registry.Give("/referrers/", list, ManifestContent.IndexType);

        await Should.ThrowAsync<StepFailedException>(() => Find(bench, image));
    }

    private static Task<Descriptor[]> Attach(RegistryBench bench, ManifestContent image, params string[] contents) =>
        bench.In(async log =>
        {
            var attached = new List<Descriptor>();
            foreach (var content in contents)
                attached.Add(
                    await bench
                        .Client()
                        .Attach(
                            RegistryBench.Repository,
                            image.Descriptor,
                            Type,
                            Encoding.UTF8.GetBytes(content),
                            ImmutableSortedDictionary<string, string>.Empty,
                            log,
                            default
                        )
                );
            return attached.ToArray();
        });

    private static Task<ImmutableArray<Descriptor>> Find(RegistryBench bench, ManifestContent image) =>
        bench.In(log => bench.Client().Referrers(RegistryBench.Repository, image.Digest, log, default));

    private static Task<string> Read(RegistryBench bench, Descriptor referrer) =>
        bench.In(async log =>
            Encoding.UTF8.GetString(
                (await bench.Client().ReadArtifact(RegistryBench.Repository, referrer, 1000, log, default))!
            )
        );
}
