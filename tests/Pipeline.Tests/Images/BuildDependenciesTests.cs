using Pipeline.Catalog;
using Pipeline.Images.Building;

namespace Pipeline.Tests.Images;

public class BuildDependenciesTests
{
    [Theory]
    [InlineData(true, "sha256:a", "docker.io/library/alpine@sha256:a")]
    [InlineData(true, "sha256:a", "mirror.example/alpine@sha256:b", "docker.io/library/alpine@sha256:a")]
    [InlineData(true, null, "docker.io/library/alpine@sha256:b", "docker.io/library/alpine@sha256:a")]
    [InlineData(true, null, "mirror.example/alpine@sha256:b")]
    [InlineData(false, "sha256:a", "docker.io/library/alpine@sha256:a")]
    [InlineData(false, null, "docker.io/library/alpine@sha256:b", "mirror.example/alpine@sha256:b")]
    public void A_digest_counts_where_the_image_was_surely_pulled_by_it(
        bool isDocker,
        string? digest,
        params string[] pulled
    ) =>
        BuildDependencies
            .DigestOf(ImageReference.Parse("alpine:3.20"), [.. pulled.Select(ImageReference.Parse)], isDocker)
            .ShouldBe(digest);
}
