using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class SignatureSettingsTests : IDisposable
{
    private const string Head =
        "platform: shop\nsource: https://github.com/acme/shop\nservices: { auth: {} }\nenvironments:\n  qa:\n    registry: r.example\n    gitops: { repository: 'https://git.example/shop' }\n";

    private const string Workflow = "https://github.com/acme/shop/.github/workflows/*@refs/heads/main";

    private readonly CatalogFixture repository = new("services/auth/go.mod", "keys/qa.pub", "keys/root.json");

    public void Dispose() => repository.Dispose();

    [Fact]
    public void An_environment_without_an_entry_asks_for_no_signatures() =>
        repository.Read(Head).Environment("qa").Signatures.ShouldBeNull();

    [Fact]
    public void Local_signs_and_asks_for_nothing()
    {
        var settings = repository.Read(Head).Environment("local").Signatures.ShouldNotBeNull();

        settings.IsRequired.ShouldBeFalse();
        settings.RequiresSbom.ShouldBeFalse();
    }

    [Fact]
    public void An_identity_is_all_that_has_to_be_said() =>
        Read($"{{ identity: '{Workflow}' }}")
            .ShouldBe(new() { Identity = Workflow, Source = "https://github.com/acme/shop" });

    [Fact]
    public void Everything_can_be_said()
    {
        var settings = Read(
            $"{{ required: false, identity: '{Workflow}', issuer: 'https://issuer.example', trustedRoot: keys/root.json, source: 'https://github.com/acme/other', workflow: .github/workflows/a.yml, provenance: false, sbom: false }}"
        );

        settings.ShouldBe(
            new()
            {
                IsRequired = false,
                Identity = Workflow,
                Issuer = "https://issuer.example",
                TrustedRoot = repository.Root / "keys" / "root.json",
                Source = "https://github.com/acme/other",
                Workflow = ".github/workflows/a.yml",
                RequiresProvenance = false,
                RequiresSbom = false,
            }
        );
    }

    [Fact]
    public void A_key_is_a_file_and_its_private_half_a_variable()
    {
        var settings = Read("{ key: keys/qa.pub, keyVariable: QA_KEY }");

        settings.Key.ShouldBe(repository.Root / "keys" / "qa.pub");
        settings.KeyVariable.ShouldBe("QA_KEY");
    }

    [Theory]
    [InlineData("{ required: true }", "\"signatures\" names no signer")]
    [InlineData("{ key: keys/none.pub }", "\"keys/none.pub\" does not exist")]
    [InlineData(
        "{ keyVariable: QA_KEY, identity: 'https://github.com/acme' }",
        "but \"key\", the file of the public one, is missing"
    )]
    [InlineData("{ key: keys/qa.pub, keyVariable: '-----BEGIN' }", "a key itself never stands in a catalog")]
    [InlineData("{ key: keys/qa.pub, identity: 'https://github.com/acme' }", "exclude each other")]
    [InlineData("{ identity: '*' }", "would trust nearly everyone")]
    [InlineData("{ identety: x }", "did you mean \"identity\"?")]
    public void A_mistake_is_named(string entry, string problem) =>
        repository.Problems($"{Head}    signatures: {entry}\n").ShouldContain(each => each.Contains(problem));

    private SignatureSettings Read(string entry) =>
        repository.Read($"{Head}    signatures: {entry}\n").Environment("qa").Signatures.ShouldNotBeNull();
}
