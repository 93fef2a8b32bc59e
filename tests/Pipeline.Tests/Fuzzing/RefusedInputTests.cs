using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;
using Pipeline.Foundation.Yaml;
using Pipeline.Images.Contexts;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Languages.DotNet;
using Pipeline.Quality.Languages.Go;
using Pipeline.Quality.Languages.Node;
using Pipeline.Quality.Scanners;
using Pipeline.Quality.Testing;
using YamlDotNet.Core;

namespace Pipeline.Tests.Fuzzing;

/// <summary>What generated inputs have found: each once ended a step with a stack trace.</summary>
public sealed class RefusedInputTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Theory]
    [InlineData("mode: set\na/b.go:1.2,3.4")]
    [InlineData("mode: set\na/b.go:1.2,3.4 many 1")]
    public void A_line_of_Gos_coverage(string profile) =>
        Should.Throw<StepFailedException>(() => GoCoverage.Read(profile)).Message.ShouldContain("a/b.go:1.2,3.4");

    [Fact]
    public void A_number_of_LCOV() =>
        Should
            .Throw<StepFailedException>(() => LcovReport.Read("SF:a.js\nLF:many\n").Count())
            .Message.ShouldContain("LF:many");

    [Theory]
    [InlineData("")]
    [InlineData("<TestRun")]
    public void A_truncated_test_report_of_dotnet(string xml) =>
        Should.Throw<StepFailedException>(() => TrxReport.Read([Written(xml)])).Message.ShouldContain(file);

    [Theory]
    [InlineData("<coverage")]
    [InlineData("<coverage lines-valid='many'/>")]
    [InlineData("<coverage lines-valid='99999999999'/>")]
    public void A_damaged_coverage_report(string xml) =>
        Should.Throw<StepFailedException>(() => CoberturaReport.Share(Written(xml))).Message.ShouldContain(file);

    [Fact]
    public void A_pattern_that_is_none() =>
        Should
            .Throw<StepFailedException>(() => IgnoreFile.Parse("a\n[z-a]"))
            .Message.ShouldStartWith(".dockerignore has a pattern that cannot be used, [z-a]: ");

    [Fact]
    public void A_pattern_beyond_all_measure() =>
        Should
            .Throw<StepFailedException>(() => IgnoreFile.Parse(string.Concat(Enumerable.Repeat("*a", 5000))))
            .Message.ShouldContain("*a*a");

    [Fact]
    public void A_rule_of_SARIF_that_is_null() =>
        Should.Throw<StepFailedException>(() =>
            SarifReader.Read(
                "DevSkim",
                """{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"a","rules":[null]}},"results":[{"ruleId":"b","message":{}}]}]}"""
            )
        );

    [Fact]
    public void A_secret_of_Trivys_that_is_null() =>
        Should.Throw<StepFailedException>(() =>
            TrivyReport.Read("""{"SchemaVersion":2,"ArtifactName":"a","Results":[{"Target":"b","Secrets":[null]}]}""")
        );

    [Fact]
    public void A_result_of_Trivys_that_names_no_target() =>
        Should.Throw<StepFailedException>(() =>
            TrivyReport.Read("""{"SchemaVersion":2,"ArtifactName":"a","Results":[{"Secrets":[{"RuleId":"b"}]}]}""")
        );

    [Theory]
    [InlineData("2000000000")]
    [InlineData("99999999999999999999")]
    public void A_count_of_tests_that_cannot_be(string count) =>
        Should
            .Throw<StepFailedException>(() => TestingPlatform.Read($"Test run summary: Failed!\n  failed: {count}\n"))
            .Message.ShouldContain(count);

    [Fact]
    public void YAML_that_nests_too_deep() =>
        Should
            .Throw<YamlException>(() => YamlNodeReader.Read(new string('[', 100_000)))
            .Message.ShouldContain("64 levels");

    [Fact]
    public void A_tree_of_Gits_that_is_cut_short() =>
        Should.Throw<InvalidDataException>(() => GitTree.Parse("100644 a\0too short"u8, 20));

    private string Written(string content)
    {
        File.WriteAllText(file, content);
        return file;
    }
}
