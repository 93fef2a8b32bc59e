using Pipeline.Build.Reporting;

namespace Pipeline.Tests.Catalog;

public sealed class GitHubSettingsTests : IDisposable
{
    private readonly CatalogFixture repository = new("services/auth/go.mod");

    public void Dispose() => repository.Dispose();

    [Fact]
    public void Secrets_are_named_in_place_of_an_app_and_a_role()
    {
        var settings = repository
            .Read(Catalog("{ tokenSecret: GITOPS_PAT, accessKey: { id: KEY_ID, secret: KEY } }"))
            .Environment("develop")
            .GitHub;

        settings.TokenSecret.ShouldBe("GITOPS_PAT");
        settings.AccessKey.ShouldBe(new("KEY_ID", "KEY"));
    }

    [Theory]
    [InlineData("{ tokenSecret: ghp_0123456789 }", "a token or a key itself never stands in a catalog")]
    [InlineData("{ accessKey: { id: AKIAIOSFODNN7EXAMPLE, secret: KEY } }", "a token or a key itself never stands")]
    [InlineData("{ accessKey: { id: KEY_ID } }", "lacks \"secret\"")]
    [InlineData(
        "{ role: 'arn:aws:iam::111111111111:role/develop', accessKey: { id: KEY_ID, secret: KEY } }",
        "\"accessKey\" stands beside a role"
    )]
    public void What_is_no_name_of_a_secret_or_stands_beside_a_role_is_refused(string settings, string problem) =>
        repository.Problems(Catalog(settings)).ShouldContain(one => one.Contains(problem));

    [Theory]
    [InlineData("{ tokenSecret: GITOPS_PAT }", "! develop: workflows have the personal access token GITOPS_PAT, ")]
    [InlineData("{ accessKey: { id: KEY_ID, secret: KEY } }", "! develop: workflows have the static AWS key KEY_ID, ")]
    [InlineData("{ role: 'arn:aws:iam::111111111111:role/develop' }", "")]
    public void Doctor_warns_of_what_lasts(string settings, string warning)
    {
        var output = new StringWriter();

        CredentialReport.Write(repository.Read(Catalog(settings)), output);

        output.ToString().ShouldStartWith(warning);
        output.ToString().Count(letter => letter == '!').ShouldBe(warning.Length == 0 ? 0 : 1);
    }

    private static string Catalog(string settings) =>
        $"""
            platform: shop
            services: {"{ auth: {} }"}
            environments:
              develop:
                registry: 111111111111.dkr.ecr.us-east-1.amazonaws.com
                gitops: {"{ repository: https://github.com/acme/gitops }"}
                github: {settings}

            """;
}
