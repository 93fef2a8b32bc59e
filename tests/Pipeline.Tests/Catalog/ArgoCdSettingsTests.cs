using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class ArgoCdSettingsTests : IDisposable
{
    private const string Head =
        "platform: shop\nservices: { auth: {} }\nenvironments:\n  qa:\n    registry: r.example\n    gitops: { repository: 'https://git.example/shop' }\n";

    private readonly CatalogFixture repository = new("services/auth/go.mod", "ca.pem");

    [Fact]
    public void An_environment_without_an_entry_has_no_Argo_CD() =>
        repository.Read(Head).Environment("qa").ArgoCd.ShouldBeNull();

    [Fact]
    public void A_server_is_all_that_has_to_be_said()
    {
        var settings = Read("argocd: { server: 'https://argocd.example' }");

        settings.IsEnabled.ShouldBeTrue();
        settings.Server.ShouldBe(new Uri("https://argocd.example"));
        settings.TokenVariable.ShouldBe("ARGOCD_AUTH_TOKEN");
        settings.ApplicationOf("auth", "qa").ShouldBe("auth-qa");
        settings.Timeout.ShouldBe(TimeSpan.FromMinutes(10));
        settings.Rollback.ShouldBeFalse();
        settings.Repository.ShouldBe("https://git.example/shop");
        settings.Cluster.ShouldBe("in-cluster");
        settings.Namespace.ShouldBe("shop");
    }

    [Fact]
    public void Everything_can_be_said()
    {
        var settings = Read(
            "argocd: { enabled: false, server: 'http://127.0.0.1:8080/argo', tokenVariable: QA_TOKEN, ca: ca.pem, application: 'shop.{environment}.{service}', "
                + "project: p, selector: a=b, timeout: 0.5, rollback: true, repository: 'git@git.example:shop', cluster: c, namespace: n, folders: [x], notifications: { on-deployed.slack: y } }"
        );

        settings.IsEnabled.ShouldBeFalse();
        settings.Server.ShouldBe(new Uri("http://127.0.0.1:8080/argo"));
        settings.TokenVariable.ShouldBe("QA_TOKEN");
        settings.CertificateAuthority.ShouldBe(repository.Root / "ca.pem");
        settings.ApplicationOf("auth", "qa").ShouldBe("shop.qa.auth");
        settings.Project.ShouldBe("p");
        settings.Selector.ShouldBe("a=b");
        settings.Timeout.ShouldBe(TimeSpan.FromSeconds(30));
        settings.Rollback.ShouldBeTrue();
        settings.Repository.ShouldBe("git@git.example:shop");
        settings.Cluster.ShouldBe("c");
        settings.Namespace.ShouldBe("n");
        settings.Folders.ShouldBe(["x"]);
        settings.Notifications["on-deployed.slack"].ShouldBe("y");
    }

    [Theory]
    [InlineData("{ enabled: true }", "7:24: \"argocd\" is enabled and lacks \"server\", the address of Argo CD")]
    [InlineData(
        "{ server: 'http://argocd.example' }",
        "7:23: \"server\" is the address of Argo CD, https://HOST or https://HOST/PATH, without a user, a query or a token"
    )]
    [InlineData(
        "{ server: 'https://user:made-up@argocd.example' }",
        "7:23: \"server\" is the address of Argo CD, https://HOST or https://HOST/PATH, without a user, a query or a token"
    )]
    [InlineData(
        "{ tokenVariable: eyJ.made.up }",
        "7:30: \"tokenVariable\" is the name of an environment variable, such as ARGOCD_AUTH_TOKEN; a token itself never stands in a catalog"
    )]
    [InlineData(
        "{ application: auth }",
        "7:28: \"auth\" cannot be the name of each service's application: use {service}, and where it is to be there {environment}, among lower-case letters, digits, dashes and dots"
    )]
    [InlineData("{ timeout: 0 }", "7:24: \"timeout\" is a number of minutes above 0 and up to 1440, not 0")]
    [InlineData(
        "{ notifications: { deployed: x } }",
        "7:32: \"deployed\" is not a subscription: write TRIGGER.SERVICE, such as on-deployed.slack"
    )]
    [InlineData("{ serer: x }", "7:15: unknown key \"serer\" in \"argocd\": did you mean \"server\"?")]
    public void A_mistake_is_named_with_its_place(string entry, string problem) =>
        repository.Problems($"{Head}    argocd: {entry}\n").ShouldBe([problem]);

    [Fact]
    public void A_file_of_certificates_has_to_be_there() =>
        repository
            .Problems($"{Head}    argocd: {{ ca: missing.pem }}\n")
            .ShouldHaveSingleItem()
            .ShouldStartWith("7:19: \"missing.pem\" does not exist: give the file of the certificates");

    public void Dispose() => repository.Dispose();

    private ArgoCdSettings Read(string entry) => repository.Read($"{Head}    {entry}\n").Environment("qa").ArgoCd!;
}
