using System.Runtime.CompilerServices;
using Pipeline.Execution.Steps;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality.Languages.Perl;

/// <summary>The language that the documentation adds, on real Perl.</summary>
public sealed class PerlLanguageTests : IAsyncDisposable
{
    private readonly StepHarness harness = new(language: new("perl"));
    private readonly PerlToolchain toolchain = new();

    public PerlLanguageTests()
    {
        harness.Write("lib/Sum.pm", "package Sum;\nuse strict;\nsub of { my ($a, $b) = @_; return $a + $b }\n1;\n");
        harness.Write(
            "t/sum.t",
            "use Test::More;\nuse Sum;\nis(Sum::of(1, 2), 3, 'adds');\nSKIP: { skip 'later', 1 }\ndone_testing;\n"
        );
    }

    [Fact]
    public async Task Its_files_compile() =>
        (await harness.Execute("Compile", (_, step) => toolchain.Compile(step))).ShouldBe(
            StepResult.PassedWith("2 files compile")
        );

    [Fact]
    public async Task An_error_names_its_place()
    {
        harness.Write("lib/Sum.pm", "my $x = ;\n");

        var result = await harness.Execute("Compile", (_, step) => toolchain.Compile(step));

        result.ShouldBe(StepResult.Failed("perl: 1 finding: services/auth/lib/Sum.pm:1 [high] perl syntax error"));
    }

    [Fact]
    public async Task Its_tests_are_counted()
    {
        var result = await harness.Execute("Test", (_, step) => toolchain.Test(step));

        result.ShouldBe(
            StepResult.PassedWith("1 test (1 more skipped), coverage not measured: nothing measures that of Perl")
        );
    }

    [Fact]
    public async Task A_failed_test_is_named()
    {
        harness.Write("t/sum.t", "use Test::More tests => 1;\nis(1, 2, 'adds');\n");

        var result = await harness.Execute("Test", (_, step) => toolchain.Test(step));

        result.ShouldBe(StepResult.Failed("1 of 1 test failed: 1 - adds"));
    }

    [Fact]
    public async Task A_service_without_tests_does_not_pass()
    {
        Directory.Delete(harness.Service.Directory / "t", recursive: true);

        var result = await harness.Execute("Test", (_, step) => toolchain.Test(step));

        result.Status.ShouldBe(StepStatus.Failed);
    }

    [Fact]
    public async Task Its_warnings_are_findings()
    {
        harness.Write("lib/Sum.pm", "my $x = 1;\nmy $x = 2;\n1;\n");

        var result = await harness.Execute("Lint", (_, step) => toolchain.Lint(step));

        result.ShouldBe(
            StepResult.Failed(
                "perl: 1 finding: services/auth/lib/Sum.pm:2 [medium] perl \"my\" variable $x masks earlier declaration in same scope"
            )
        );
    }

    [Theory]
    [InlineData(nameof(PerlLanguage))]
    [InlineData(nameof(PerlToolchain))]
    [InlineData(nameof(PerlMessages))]
    [InlineData(nameof(TapReport))]
    public void It_stands_in_the_documentation_as_it_is_tested(string type)
    {
        var source = File.ReadAllText(Path.Combine(Folder(), $"{type}.cs"));

        File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "languages.md"))
            .ShouldContain($"```csharp\n{Documented(source)}```", Case.Sensitive);
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    // A reader adds it to Pipeline, and not to its tests; usings are what the editor adds.
    private static string Documented(string source) =>
        source[source.IndexOf("/// <summary>", StringComparison.Ordinal)..];

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
