using System.Text;
using CsCheck;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Tests.Deployments.GitOps;

public class HostileManifestTests
{
    private static readonly string Deployment = ImageMatchingTests.Deployment("auth", "auth", "auth:1");

    [Fact]
    public void A_file_of_five_megabytes_is_edited()
    {
        var filler = string.Concat(Enumerable.Repeat("- {name: abcdefgh, image: x/y:z} # é\r\n", 140_000));
        var manifests = ManifestCase.Of($"{filler}---\r\n{Deployment}");

        manifests.Files.Values.Single().Length.ShouldBeGreaterThan(5_000_000);
        manifests.ShouldReplace("auth", "deployment.yaml", "auth:1");
    }

    [Fact]
    public void Two_hundred_levels_are_followed() =>
        ManifestCase
            .Of($"{new string('[', 200)}{new string(']', 200)}\n---\n{Deployment}")
            .ShouldReplace("auth", "deployment.yaml", "auth:1");

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void A_million_levels_are_refused(string opening)
    {
        var manifests = ManifestCase.Of($"{Deployment}---\n{string.Concat(Enumerable.Repeat(opening, 1_000_000))}");

        var refusal = manifests.Refusal("auth");

        refusal.ShouldContain("nested deeper than 256 levels");
    }

    [Fact]
    public void Aliases_are_not_followed()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (var i = 1; i < 60; i++)
            bomb.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");

        ManifestCase.Of($"{bomb}---\n{Deployment}").ShouldReplace("auth", "deployment.yaml", "auth:1");
    }

    [Fact]
    public void A_file_that_is_not_utf8_is_refused_with_its_line()
    {
        var manifests = new ManifestCase(
            new Dictionary<string, string> { ["deployment.yaml"] = $"# one\n# {'\xE9'} \n{Deployment}" }
        );

        var refusal = manifests.Refusal("auth");

        refusal.ShouldStartWith("deployment.yaml:2 is not UTF-8 (byte 8)");
    }

    [Fact]
    public void A_file_in_utf16_is_refused()
    {
        var bytes = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Deployment)).ToArray();

        var problem = new ManifestFile("deployment.yaml", bytes).Problem;

        problem.ShouldNotBeNull().ShouldContain("is not UTF-8");
    }

    [Fact]
    public void A_nul_character_is_refused_for_parsers_end_there()
    {
        var manifests = ManifestCase.Of($"{Deployment}\0\nimage: x\n");

        var refusal = manifests.Refusal("auth");

        refusal.ShouldStartWith("deployment.yaml:11 contains a NUL character");
    }

    [Fact]
    public void A_file_above_the_limit_is_not_read()
    {
        var bytes = new byte[ManifestFile.LargestSize + 1];
        bytes.AsSpan().Fill((byte)'\n');
        Encoding.UTF8.GetBytes(Deployment, bytes);

        var problem = new ManifestFile("deployment.yaml", bytes).Problem;

        problem.ShouldBe("deployment.yaml is larger than 16 MiB, and was not read");
    }

    [Fact]
    public void Damaged_files_are_read_or_refused_and_never_more_than_the_image_changes() =>
        Gen.Select(
                Gen.Int[0, Deployment.Length],
                Gen.String["\t\r\n \"'#&*!|>{}[],:?-%@`\u0085\u2028\uFEFF🚀\\"],
                Gen.Int[0, 8]
            )
            .Sample(
                (at, junk, gone) =>
                {
                    var text = Deployment[..at] + junk + Deployment[Math.Min(at + gone, Deployment.Length)..];
                    var manifests = ManifestCase.Of(text);
                    var before = manifests.Files["deployment.yaml"];
                    try
                    {
                        var after = manifests.Edit("auth")["deployment.yaml"];
                        var image = ManifestCase.NewImage.ToString();
                        var start = after.IndexOf(image, StringComparison.Ordinal);
                        var tail = after[(start + image.Length)..];
                        return before.StartsWith(after[..start], StringComparison.Ordinal)
                            && before.EndsWith(tail, StringComparison.Ordinal);
                    }
                    catch (ManifestException)
                    {
                        return true;
                    }
                },
                iter: 5_000,
                threads: 1
            );
}
