using System.Text;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Signing;

namespace Pipeline.Tests.Images.Signing;

/// <summary>Signing images, and verifying them by what an environment asks for.</summary>
public sealed class ImageSignTests
{
    [Fact]
    public async Task What_was_signed_verifies()
    {
        await using var image = await SignedImage.Create();

        var signed = await image.Sign();

        signed.Status.ShouldBe(StepStatus.Passed, signed.Reason);
        (await image.Verify()).ShouldBe(
            StepResult.PassedWith(
                "signed by the throw-away key of this workspace; built from an unnamed repository at aaaaaaa"
            )
        );
    }

    [Fact]
    public async Task An_image_is_signed_once()
    {
        await using var image = await SignedImage.Create();
        await image.Sign();

        var again = await image.Sign();

        again.Reason!.ShouldEndWith("is signed by the throw-away key of this workspace already");
        (await image.Attached()).Length.ShouldBe(2);
    }

    [Fact]
    public async Task What_a_bill_of_materials_says_is_attested()
    {
        await using var image = await SignedImage.Create();
        image.Settings = new();
        await image.Describe([null]);

        await image.Sign();

        (await image.Verify()).Reason!.ShouldContain("CycloneDX and SPDX bills of materials");
        (await image.Attached()).Length.ShouldBe(4);
    }

    [Fact]
    public async Task Without_a_bill_of_materials_an_image_does_not_verify_where_one_is_asked_for()
    {
        await using var image = await SignedImage.Create();
        image.Settings = new();
        await image.Sign();

        (await image.Verify()).Reason!.ShouldContain("no bill of materials is attested");
    }

    [Fact]
    public async Task An_image_that_nobody_signed_does_not_verify()
    {
        await using var image = await SignedImage.Create();

        var result = await image.Verify();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("nobody signed it whom the policy believes");
    }

    [Fact]
    public async Task Another_key_than_the_one_asked_for_does_not_count()
    {
        await using var image = await SignedImage.Create();
        await image.Sign();
        await using var other = await SignedImage.Create();
        await other.Sign();

        var result = await image.VerifyBy(
            image.Settings with
            {
                Key = other.Steps.Root / "artifacts" / "local" / "signing.pub",
            }
        );

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("did not sign it");
    }

    [Fact]
    public async Task A_signature_of_another_image_does_not_count()
    {
        await using var image = await SignedImage.Create();
        using var key = SigningKey.ThrowAway(image.Steps.Root / "artifacts");
        var other = Statement.Write("other", $"sha256:{new string('0', 64)}", Statement.Signature, new { });
        await image.Attach(key.Sign(other).Bytes);

        (await image.Verify()).Reason!.ShouldContain("not about this image");
    }

    [Fact]
    public async Task A_signature_of_the_same_image_as_another_services_does_not_count()
    {
        await using var image = await SignedImage.Create();
        await Attach(image, $"{image.Reference.Registry}/shop/other", Statement.Signature, new { });

        (await image.Verify()).Reason!.ShouldContain("/shop/other, not about shop/auth");
    }

    [Fact]
    public async Task A_signature_of_the_same_image_as_another_services_is_no_reason_not_to_sign()
    {
        await using var image = await SignedImage.Create();
        await Attach(image, $"{image.Reference.Registry}/shop/other", Statement.Signature, new { });

        await image.Sign();

        (await image.Verify()).Status.ShouldBe(StepStatus.Passed);
    }

    [Theory]
    [InlineData("shop/auth", "flags", "its provenance is that of flags, not of auth")]
    [InlineData("", null, "its provenance names neither shop/auth nor auth")]
    public async Task Provenance_that_is_not_this_services_does_not_verify(string name, string? service, string why)
    {
        await using var image = await SignedImage.Create();
        await Attach(image, name, Statement.Provenance, ProvenanceOf(service));

        (await image.Verify()).Reason!.ShouldContain(why);
    }

    [Theory]
    [InlineData("registry.example/shop/auth", null)]
    [InlineData("", "auth")]
    public async Task Provenance_names_the_service_or_its_repository(string name, string? service)
    {
        await using var image = await SignedImage.Create();
        await Attach(image, name, Statement.Provenance, ProvenanceOf(service));

        (await image.Verify()).Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task A_statement_that_was_changed_does_not_count()
    {
        await using var image = await SignedImage.Create();
        using var key = SigningKey.ThrowAway(image.Steps.Root / "artifacts");
        var statement = Statement.Write("one", image.Manifest.Digest, Statement.Signature, new { });
        var changed = Statement.Write("two", image.Manifest.Digest, Statement.Signature, new { });
        await image.Attach(SigstoreBundle.Write(changed, key.Sign(statement).Signature, "").Bytes);

        (await image.Verify()).Reason!.ShouldContain("did not sign it");
    }

    [Theory]
    [InlineData("no bundle")]
    [InlineData("{}")]
    [InlineData(
        """{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{},"dsseEnvelope":{"payload":"?","payloadType":"","signatures":[{"sig":""}]}}"""
    )]
    public async Task What_others_attach_beside_does_no_harm(string junk)
    {
        await using var image = await SignedImage.Create();
        await image.Attach(Encoding.UTF8.GetBytes(junk));
        await image.Sign();

        (await image.Verify()).Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task Another_commit_than_the_one_that_is_delivered_does_not_verify()
    {
        await using var image = await SignedImage.Create();
        await image.Sign();
        using var key = SigningKey.ThrowAway(image.Steps.Root / "artifacts");

        var failure = Should.Throw<StepFailedException>(() =>
            ImagePolicy.Judge(image.Settings, [Built(image, key)], [], image.Reference, "auth", new('b', 40))
        );

        failure.Message.ShouldContain($"built from the commit {SignedImage.Commit}, not from {new string('b', 40)}");
    }

    [Fact]
    public async Task Nothing_from_a_pull_request_is_signed()
    {
        await using var image = await SignedImage.Create();
        image.Keyless();
        image.Origin = SignedImage.InGitHub with { Event = "pull_request_target" };

        (await image.Sign()).ShouldBe(StepResult.Skipped("nothing from a pull request is signed"));

        (await image.Attached()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_image_that_was_not_built_here_is_not_vouched_for()
    {
        await using var image = await SignedImage.Create();
        image.Keyless();

        var result = await image.Sign(isBuiltHere: false);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("images that this run did not build are not signed");
        (await image.Attached()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_environment_that_asks_for_nothing_signs_nothing()
    {
        await using var image = await SignedImage.Create();
        image.Steps.Environment = image.Steps.Environment with { Signatures = null };

        (await image.Sign()).Status.ShouldBe(StepStatus.Skipped);
        (await image.Verify()).Status.ShouldBe(StepStatus.Skipped);
    }

    [Fact]
    public async Task The_throw_away_key_can_be_read_by_its_owner_alone()
    {
        await using var image = await SignedImage.Create();

        await image.Sign();

        new FileInfo(image.Steps.Root / "artifacts" / "local" / "signing.key").UnixFileMode.ShouldBe(
            UnixFileMode.UserRead | UnixFileMode.UserWrite
        );
    }

    private static Attestation Built(SignedImage image, SigningKey key)
    {
        var statement = Statement.Write("auth", image.Manifest.Digest, Statement.Provenance, ProvenanceOf("auth"));
        return new(Statement.Read(statement, "a statement"), key.Name);
    }

    private static object ProvenanceOf(string? service) =>
        Provenance.Predicate(
            new(BuildOrigin.Workstation, null, SignedImage.Commit, service!, null, DateTimeOffset.UnixEpoch)
        );

    /// <summary>Attaches a statement about the image, signed by the key that verification asks for.</summary>
    private static async Task Attach<T>(SignedImage image, string name, string type, T predicate)
    {
        using var key = SigningKey.ThrowAway(image.Steps.Root / "artifacts");
        await image.Attach(key.Sign(Statement.Write(name, image.Manifest.Digest, type, predicate)).Bytes);
    }
}
