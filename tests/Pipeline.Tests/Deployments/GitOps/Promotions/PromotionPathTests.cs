using Pipeline.Catalog;
using Pipeline.Deployments.Promotions;

namespace Pipeline.Tests.Deployments.GitOps.Promotions;

public class PromotionPathTests
{
    private static readonly Platform Platform = new()
    {
        Name = "shop",
        Root = "/src",
        Services = [],
        Environments = [New("develop", null), New("qa", "develop"), New("staging", "qa"), New("other", null)],
    };

    [Theory]
    [InlineData(null)]
    [InlineData("qa")]
    public void An_environment_is_promoted_to_from_the_one_before(string? from) =>
        PromotionPath.Of(Platform, Platform.Environment("staging"), from).From.Name.ShouldBe("qa");

    [Theory]
    [InlineData("staging", "develop", "staging is promoted from qa: promoting from develop would skip qa")]
    [InlineData("staging", "other", "staging is promoted from qa, not from other")]
    [InlineData("develop", null, "nothing is promoted to develop")]
    public void No_environment_is_skipped(string to, string? from, string expected) =>
        Should
            .Throw<PromotionException>(() => PromotionPath.Of(Platform, Platform.Environment(to), from))
            .Message.ShouldStartWith(expected);

    [Fact]
    public void An_environment_that_does_not_exist_is_answered_with_the_nearest() =>
        Should
            .Throw<UnknownEnvironmentException>(() => PromotionPath.Of(Platform, Platform.Environment("staging"), "aq"))
            .Message.ShouldContain("did you mean \"qa\"?");

    private static DeploymentEnvironment New(string name, string? from) =>
        new()
        {
            Name = name,
            Registry = "registry.example",
            GitOps = new("nowhere", "main", ""),
            PromotedFrom = from,
            Gates = [],
        };
}
