using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class PassEnvTests : IDisposable
{
    private readonly CatalogFixture repository = new("services/auth/go.mod", "services/flag/app.py");

    public void Dispose() => repository.Dispose();

    [Fact]
    public void A_service_sees_the_platforms_variables_and_its_own() =>
        Read("passEnv: [FEED]\nservices: { auth: { passEnv: [NPM_TOKEN, FEED] }, flag: {} }")
            .Services.ShouldSatisfyAllConditions(
                services => services[0].PassEnv.ShouldBe(["FEED", "NPM_TOKEN"]),
                services => services[1].PassEnv.ShouldBe(["FEED"])
            );

    [Theory]
    [InlineData("passEnv: ['NPM_*']\nservices: { auth: {} }", "1:11")]
    [InlineData("services: { auth: { passEnv: [ghp_0123456789012345678901234567890123456] } }", "1:31")]
    public void A_value_or_a_pattern_is_no_name(string catalog, string place) =>
        Should
            .Throw<CatalogException>(() => Read(catalog))
            .Message.ShouldContain(
                $"{place}: \"passEnv\" has names of environment variables, such as NPM_TOKEN; a value itself never stands in a catalog"
            );

    private Platform Read(string catalog) => repository.Read($"{catalog}\nplatform: shop\n");
}
