using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class NetworkTests : IDisposable
{
    private readonly CatalogFixture repository = new("services/auth/go.mod", "services/flag/app.py");

    public void Dispose() => repository.Dispose();

    [Fact]
    public void A_service_connects_to_the_ports_of_its_own_list_or_to_the_platforms() =>
        Read("network: [443]\nservices: { auth: { network: [] }, flag: {} }")
            .Services.ShouldSatisfyAllConditions(
                services => services[0].Network.ShouldBe([]),
                services => services[1].Network.ShouldBe([443])
            );

    [Fact]
    public void Without_a_list_it_connects_to_every_port() =>
        Read("services: { auth: {} }").Services[0].Network.ShouldBeNull();

    [Theory]
    [InlineData("network: [-1]\nservices: { auth: {} }", "1:11: -1")]
    [InlineData("services: { auth: { network: [443, 65536] } }", "1:36: 65536")]
    public void What_is_no_port_is_refused(string catalog, string place) =>
        Should
            .Throw<CatalogException>(() => Read(catalog))
            .Message.ShouldContain($"{place} is no TCP port: \"network\" has numbers from 0 to 65535, such as 443");

    [Fact]
    public void A_name_is_no_port() =>
        Should
            .Throw<CatalogException>(() => Read("network: [https]\nservices: { auth: {} }"))
            .Message.ShouldContain("1:11: an item of \"network\" must be a whole number, not \"https\"");

    private Platform Read(string catalog) => repository.Read($"{catalog}\nplatform: shop\n");
}
