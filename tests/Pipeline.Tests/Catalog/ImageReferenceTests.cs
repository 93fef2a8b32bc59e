using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class ImageReferenceTests
{
    [Theory]
    [InlineData("busybox", null, "busybox", null, null)]
    [InlineData("library/busybox:1.36", null, "library/busybox", "1.36", null)]
    [InlineData("registry:5000/name", "registry:5000", "name", null, null)]
    [InlineData("registry:5000/a/b:tag@sha256:00", "registry:5000", "a/b", "tag", "sha256:00")]
    [InlineData("localhost/name:1", "localhost", "name", "1", null)]
    [InlineData(
        "1.dkr.ecr.eu-west-1.amazonaws.com/shop/auth@sha256:00",
        "1.dkr.ecr.eu-west-1.amazonaws.com",
        "shop/auth",
        null,
        "sha256:00"
    )]
    public void A_reference_is_taken_apart_and_written_as_it_was(
        string text,
        string? registry,
        string repository,
        string? tag,
        string? digest
    )
    {
        var reference = ImageReference.Parse(text);

        reference.ShouldBe(new ImageReference(registry, repository, tag, digest));
        reference.ToString().ShouldBe(text);
    }
}
