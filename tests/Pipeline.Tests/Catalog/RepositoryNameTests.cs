using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class RepositoryNameTests
{
    [Theory]
    [InlineData("auth")]
    [InlineData("shop/auth-service")]
    [InlineData("a/b/c")]
    [InlineData("a.b_c__d---e")]
    [InlineData("0/1")]
    public void A_repository_may_be_called(string name) => RepositoryName.IsValid(name).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("/auth")]
    [InlineData("shop//auth")]
    [InlineData("shop/auth/")]
    [InlineData("Shop/auth")]
    [InlineData("a..b")]
    [InlineData("a___b")]
    [InlineData("a._b")]
    [InlineData("a-_b")]
    [InlineData("-a")]
    [InlineData("a_")]
    [InlineData("a b")]
    [InlineData("a:1")]
    [InlineData("${NAME}")]
    [InlineData("auth\n")]
    public void A_repository_may_not_be_called(string name) => RepositoryName.IsValid(name).ShouldBeFalse();
}
