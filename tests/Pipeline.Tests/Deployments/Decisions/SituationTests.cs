using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;

namespace Pipeline.Tests.Deployments.Decisions;

public sealed class SituationTests
{
    private static readonly ImageReference Wanted = ImageReference.Parse("registry.example/shop/auth:b2b2b2b");
    private static readonly ImageReference Running = ImageReference.Parse("registry.example/shop/auth:a1a1a1a");
    private static readonly Pin Pin = new("auth", "qa") { Reason = "logins fail" };

    [Fact]
    public void Another_image_is_replaced() =>
        new Situation(Wanted) { Stated = [Stated(Running)] }
            .Decide(Known(BuildAge.NotLater))
            .ShouldBe(new Decision.Change(Doubtful: null));

    [Fact]
    public void The_same_image_is_left() =>
        new Situation(Wanted) { Stated = [Stated(Wanted) with { IsWanted = true }] }
            .Decide(Known(BuildAge.Later))
            .ShouldBe(new Decision.AlreadyThere(Wanted, "auth.yaml:7"));

    [Fact]
    public void A_later_build_is_left() =>
        new Situation(Wanted) { Stated = [Stated(Running)] }
            .Decide(Known(BuildAge.Later))
            .ShouldBe(new Decision.Superseded(Running, "auth.yaml:7"));

    [Fact]
    public void A_build_that_no_one_knows_is_replaced_with_a_doubt()
    {
        var decision = new Situation(Wanted) { Stated = [Stated(Running)] }.Decide(Known(BuildAge.Unknown));

        decision.ShouldBe(new Decision.Change(Running));
        decision.Reason.ShouldStartWith("whether a1a1a1a is a later commit is unknown");
    }

    [Fact]
    public void One_later_build_of_several_images_leaves_them_all() =>
        new Situation(Wanted)
        {
            Stated = [Stated(Running) with { Build = "unknown" }, Stated(Running) with { Build = "later" }],
        }
            .Decide(build => build == "later" ? BuildAge.Later : BuildAge.Unknown)
            .ShouldBeOfType<Decision.Superseded>();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_pin_counts_more_than_what_is_stated(bool isThere) =>
        new Situation(Wanted) { Pin = Pin, Stated = [Stated(Running) with { IsWanted = isThere }] }
            .Decide(Known(BuildAge.Later))
            .ShouldBe(new Decision.Pinned(Pin, isThere));

    [Fact]
    public void A_pin_counts_more_than_manifests_that_cannot_be_read() =>
        new Situation(Wanted) { Pin = Pin, Refusal = "auth.yaml cannot be read" }
            .Decide(Known(BuildAge.NotLater))
            .ShouldBe(new Decision.Pinned(Pin, IsThere: false));

    [Fact]
    public void What_cannot_be_told_is_refused() =>
        new Situation(Wanted) { Refusal = "no image of auth was found" }
            .Decide(Known(BuildAge.NotLater))
            .ShouldBe(new Decision.Refused("no image of auth was found"));

    [Fact]
    public void Only_builds_that_would_be_replaced_are_asked_for_their_age()
    {
        var situation = new Situation(Wanted)
        {
            Stated = [Stated(Running), Stated(Wanted) with { IsWanted = true }, Stated(Running) with { Build = null }],
        };

        situation.Builds.ShouldBe(["a1a1a1a"]);
        (situation with { Pin = Pin }).Builds.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("registry.example/shop/auth:a1a1a1a", "a1a1a1a")]
    [InlineData("other.example/shop/auth:a1a1a1a", "a1a1a1a")]
    [InlineData("shop/auth:1.4.0", "refs/tags/auth/1.4.0")]
    [InlineData("shop/another:a1a1a1a", null)]
    [InlineData("shop/auth:latest", null)]
    public void A_tag_names_a_build_of_its_own_repository_alone(string stated, string? build) =>
        StatedImage.BuildOf("auth", ImageReference.Parse(stated), Wanted).ShouldBe(build);

    private static StatedImage Stated(ImageReference image) =>
        new(image, "auth.yaml:7", IsWanted: false) { Build = image.Tag };

    private static Func<string, BuildAge> Known(BuildAge age) => _ => age;
}
