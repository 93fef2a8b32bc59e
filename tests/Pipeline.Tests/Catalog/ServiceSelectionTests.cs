using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class ServiceSelectionTests : IDisposable
{
    private readonly CatalogFixture repository = new("auth/go.mod", "flag/app.py", "targeting/app.py");
    private readonly Platform platform;

    public ServiceSelectionTests() =>
        platform = repository.Read("platform: shop\nservices: { auth: {}, flag: {}, targeting: {} }");

    [Theory]
    [InlineData("auth", "auth")]
    [InlineData("auth-service", "auth")]
    [InlineData("flag,auth", "auth flag")]
    [InlineData("flag auth-service flag", "auth flag")]
    [InlineData("targeting, flag", "flag targeting")]
    [InlineData("", "auth flag targeting")]
    public void Services_are_named_as_people_name_them(string names, string selected)
    {
        var services = platform.Select(names.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        string.Join(' ', services.Select(service => service.Name)).ShouldBe(selected);
    }

    [Fact]
    public void An_unknown_service_is_answered_with_the_nearest()
    {
        var refusal = Should.Throw<UnknownServiceException>(() => platform.Select(["auht", "flag"]));

        refusal.Message.ShouldBe("there is no service \"auht\": did you mean \"auth\"?");
    }

    [Fact]
    public void A_name_like_none_of_them_is_answered_with_the_list()
    {
        var refusal = Should.Throw<UnknownServiceException>(() => platform.Select(["payments"]));

        refusal.Message.ShouldBe("there is no service \"payments\": expected one of auth, flag, targeting");
    }

    public void Dispose() => repository.Dispose();
}
