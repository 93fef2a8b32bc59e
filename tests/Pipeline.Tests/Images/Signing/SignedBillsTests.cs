using Pipeline.Execution.Steps;
using Pipeline.Images.Registries;
using Pipeline.Images.Signing;

namespace Pipeline.Tests.Images.Signing;

/// <summary>Bills of materials in several forms, and of several platforms: signed, attached, and asked for.</summary>
public sealed class SignedBillsTests
{
    private const string Amd64 = "linux/amd64";
    private const string Arm64 = "linux/arm64";

    [Fact]
    public async Task Both_forms_are_signed_each_by_itself()
    {
        await using var image = await Described(await SignedImage.Create(), null);

        await image.Sign();

        (await Bills(image)).ShouldBe(
            [(Statement.CycloneDx, "whole", image.Manifest.Digest), (Statement.Spdx, "whole", image.Manifest.Digest)],
            ignoreOrder: true
        );
        (await image.Verify()).Reason!.ShouldContain("CycloneDX and SPDX bills of materials");
    }

    [Fact]
    public async Task Those_of_each_platform_are_signed_and_say_which_platform_they_are_of()
    {
        await using var image = await Described(await SignedImage.CreateForSeveral(), Amd64, Arm64);

        var signed = await image.Sign();

        signed.Reason!.ShouldEndWith(", 5 attestations");
        var (one, other) = (image.Manifest.Manifests[0].Digest, image.Manifest.Manifests[1].Digest);
        var whole = image.Manifest.Digest;
        (await Bills(image)).ShouldBe(
            [
                (Statement.CycloneDx, "linux-amd64", $"{whole} {one}"),
                (Statement.Spdx, "linux-amd64", $"{whole} {one}"),
                (Statement.CycloneDx, "linux-arm64", $"{whole} {other}"),
                (Statement.Spdx, "linux-arm64", $"{whole} {other}"),
            ],
            ignoreOrder: true
        );
        (await image.Verify()).Reason!.ShouldContain("CycloneDX and SPDX bills of materials");
    }

    [Fact]
    public async Task A_workflow_signs_those_of_each_platform()
    {
        await using var image = await SignedImage.CreateForSeveral();
        image.Keyless();
        await Described(image, Amd64, Arm64);

        await image.Sign();

        (await Bills(image)).Length.ShouldBe(4);
        (await image.Verify()).Reason!.ShouldContain("CycloneDX and SPDX bills of materials");
    }

    [Fact]
    public async Task A_platform_without_one_does_not_verify()
    {
        await using var image = await Described(await SignedImage.CreateForSeveral(), Amd64);
        await image.Sign();

        (await image.Verify()).Reason!.ShouldContain(
            $"no bill of materials is attested of its {Arm64} ({image.Manifest.Manifests[1].Digest})"
        );
    }

    [Fact]
    public async Task One_that_names_no_platform_is_of_all()
    {
        await using var image = await Described(await SignedImage.CreateForSeveral(), null);
        await image.Sign();

        (await image.Verify()).Reason!.ShouldContain("CycloneDX and SPDX bills of materials");
    }

    [Fact]
    public async Task What_is_attached_of_one_platform_is_not_attached_again_with_the_other()
    {
        await using var image = await Described(await SignedImage.CreateForSeveral(), Amd64);
        await image.Sign();
        await image.Describe(Amd64, Arm64);

        var again = await image.Sign();

        again.Reason!.ShouldEndWith(", 2 attestations");
        (await Bills(image))
            .Select(bill => bill.Name)
            .ShouldBe(["linux-amd64", "linux-amd64", "linux-arm64", "linux-arm64"]);
        (await image.Verify()).Status.ShouldBe(StepStatus.Passed);
    }

    private static async Task<SignedImage> Described(SignedImage image, params string?[]? platforms)
    {
        image.Settings = image.Settings with { RequiresSbom = true };
        await image.Describe(platforms ?? [null]);
        return image;
    }

    // Form, content and subject of each that is attached.
    private static async Task<(string Form, string Name, string Subject)[]> Bills(SignedImage image)
    {
        var bills = new List<(string, string, string)>();
        foreach (var referrer in await image.Attached())
        {
            var statement = Statement.Read((await image.Read(referrer)).Payload, "a statement");
            referrer.Annotations!["dev.sigstore.bundle.predicateType"].ShouldBe(statement.PredicateType);
            if (NameIn(statement) is { } name)
                bills.Add(
                    (
                        statement.PredicateType,
                        name,
                        string.Join(' ', statement.Subject.Select(subject => subject.Digest))
                    )
                );
        }

        return [.. bills];
    }

    private static string? NameIn(Statement statement) =>
        statement.PredicateType switch
        {
            Statement.CycloneDx => statement.Predicate.GetProperty("components")[0].GetProperty("name").GetString(),
            Statement.Spdx => statement.Predicate.GetProperty("name").GetString(),
            _ => null,
        };
}
