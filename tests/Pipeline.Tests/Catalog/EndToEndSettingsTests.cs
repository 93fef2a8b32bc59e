using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class EndToEndSettingsTests : IDisposable
{
    private readonly CatalogFixture repository = new("services/auth/go.mod", "end-to-end/test_routes.py");

    public void Dispose() => repository.Dispose();

    [Fact]
    public void A_command_and_its_reports_are_all_that_has_to_be_said()
    {
        var suite = Read("endToEnd: { command: [pytest, -q], results: 'results/*.xml' }").EndToEnd!;

        suite.ShouldSatisfyAllConditions(
            each => each.Name.ShouldBe("shop"),
            each => each.Folder.ShouldBe(repository.Root / "end-to-end"),
            each => each.Command.ShouldBe(["pytest", "-q"]),
            each => each.Timeout.ShouldBe(TimeSpan.FromMinutes(15)),
            each => each.Retries.ShouldBe(0)
        );
    }

    [Fact]
    public void A_service_has_a_suite_in_its_folder_that_sees_its_variables()
    {
        var suite = repository
            .Read(
                "platform: shop\npassEnv: [FEED]\nservices:\n  auth: { endToEnd: { passEnv: [TEST_ACCOUNT], command: [./e2e], results: e2e.xml, retries: 1, timeout: 0.5 } }\n"
            )
            .Services[0]
            .EndToEnd!;

        (suite.Name, suite.Folder).ShouldBe(("auth", repository.Root / "services" / "auth"));
        suite.PassEnv.ShouldBe(["FEED", "TEST_ACCOUNT"]);
        (suite.Retries, suite.Timeout).ShouldBe((1, TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData("command: [], results: r.xml", "\"command\" is empty: name the program, such as [pytest, -q]")]
    [InlineData("command: [a], results: ../r.xml", "\"../r.xml\" leads out of the folder")]
    [InlineData("command: [a], results: r.xml, artifacts: [/tmp/*.png]", "\"/tmp/*.png\" leads out of the folder")]
    [InlineData(
        "command: [a], results: r.xml, timeout: 0",
        "\"timeout\" is a number of minutes above 0 and up to 1440, not 0"
    )]
    [InlineData("command: [a], results: r.xml, retries: 6", "\"retries\" is a number from 0 to 5, not 6")]
    [InlineData("command: [a], results: r.xml, path: e2e", "\"e2e\" does not exist")]
    [InlineData("command: [a]", "\"endToEnd\" lacks \"results\"")]
    public void A_mistake_is_named(string entry, string problem) =>
        repository
            .Problems($"platform: shop\nservices: {{ auth: {{}} }}\nendToEnd: {{ {entry} }}\n")
            .ShouldContain(each => each.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void A_service_answers_at_its_own_address_or_at_the_common_one()
    {
        var addresses = Read(
                "environments: { qa: { local: true, addresses: { base: 'https://qa.example', services: { auth-service: 'https://auth.example/v1' } } } }"
            )
            .Environment("qa")
            .Addresses!;

        addresses.Of("auth").ShouldBe(new("https://auth.example/v1"));
        addresses.Of("flag").ShouldBe(new("https://qa.example"));
    }

    [Theory]
    [InlineData("{}", "\"addresses\" says nothing: name \"base\", or \"services\"")]
    [InlineData("{ base: qa.example }", "this is no address: write https://HOST")]
    [InlineData("{ base: 'https://me:made-up@qa.example' }", "this is no address: write https://HOST")]
    [InlineData("{ services: { auht: 'https://a.example' } }", "there is no service \"auht\": did you mean \"auth\"?")]
    public void A_mistake_in_an_address_is_named(string addresses, string problem) =>
        repository
            .Problems(
                $"platform: shop\nservices: {{ auth: {{}} }}\nenvironments: {{ qa: {{ local: true, addresses: {addresses} }} }}\n"
            )
            .ShouldContain(each => each.Contains(problem, StringComparison.Ordinal));

    private Platform Read(string more) => repository.Read($"platform: shop\nservices: {{ auth: {{}} }}\n{more}\n");
}
