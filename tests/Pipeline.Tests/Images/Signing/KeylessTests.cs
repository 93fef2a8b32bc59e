using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Images.Signing;

/// <summary>Signing with the identity of a workflow, and verifying who it was.</summary>
public sealed class KeylessTests
{
    [Fact]
    public async Task A_workflow_signs_without_a_key()
    {
        await using var image = await SignedImage.Create();
        image.Keyless();
        image.Settings = image.Settings with
        {
            Source = "https://github.com/acme/shop",
            Workflow = ".github/workflows/deliver.yml",
        };

        var signed = await image.Sign();

        signed.Status.ShouldBe(StepStatus.Passed, image.Steps.Log("Sign"));
        (await image.Verify()).ShouldBe(
            StepResult.PassedWith(
                $"signed by {SignedImage.Workflow}; built from https://github.com/acme/shop at aaaaaaa by .github/workflows/deliver.yml"
            )
        );
    }

    [Theory]
    [InlineData("https://github.com/acme/shop/.github/workflows/*@refs/heads/main", true)]
    [InlineData("https://github.com/acme/other/.github/workflows/*@refs/heads/main", false)]
    [InlineData("https://github.com/acme/shop/.github/workflows/deliver.yml@refs/heads/mai", false)]
    public async Task Whoever_is_asked_for_has_to_have_signed(string asked, bool verifies)
    {
        await using var image = await SignedImage.Create();
        image.Keyless();
        await image.Sign();

        (await image.VerifyBy(image.Settings with { Identity = asked })).Status.ShouldBe(
            verifies ? StepStatus.Passed : StepStatus.Failed
        );
    }

    [Fact]
    public async Task Another_repository_than_the_one_asked_for_does_not_verify()
    {
        await using var image = await SignedImage.Create();
        image.Keyless();
        await image.Sign();

        (await image.VerifyBy(image.Settings with { Source = "https://github.com/acme/other" })).Status.ShouldBe(
            StepStatus.Failed
        );
    }

    [Fact]
    public async Task Another_workflow_than_the_one_asked_for_does_not_verify()
    {
        await using var image = await SignedImage.Create();
        image.Keyless();
        await image.Sign();

        (await image.VerifyBy(image.Settings with { Workflow = ".github/workflows/other.yml" })).Reason!.ShouldContain(
            ".github/workflows/deliver.yml built it, not .github/workflows/other.yml"
        );
    }

    [Fact]
    public async Task What_cosign_does_not_verify_does_not_count()
    {
        await using var image = await SignedImage.Create();
        image.Keyless();
        await image.Sign();
        foreach (var file in Directory.GetFiles(image.Steps.Root / "cosign", "ca.*"))
            File.Delete(file);
        await using var other = await SignedImage.Create();
        other.Keyless();
        await other.Sign();
        foreach (var file in Directory.GetFiles(other.Steps.Root / "cosign", "ca.*"))
            File.Copy(file, image.Steps.Root / "cosign" / Path.GetFileName(file));

        (await image.Verify()).Reason!.ShouldContain("failed to verify leaf certificate");
    }

    [Fact]
    public async Task Without_an_identity_it_is_said_how_to_get_one()
    {
        await using var image = await SignedImage.Create();
        image.Keyless();
        image.Origin = SignedImage.InGitHub with { HasIdentity = false };

        (await image.Sign()).Reason!.ShouldContain("id-token: write");
    }

    [Fact]
    public async Task Without_cosign_nothing_is_taken_for_verified()
    {
        await using var image = await SignedImage.Create();
        image.Keyless();
        await image.Sign();
        File.Delete(image.Steps.Root / "programs" / "cosign");

        var result = await image.Verify();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("cosign is not installed");
    }
}
