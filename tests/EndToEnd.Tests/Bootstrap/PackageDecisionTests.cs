namespace EndToEnd.Tests.Bootstrap;

[Collection(nameof(BuiltCheckout))]
public sealed class PackageDecisionTests(BuiltCheckout built)
{
    [Fact]
    public void The_first_start_says_which_packages_the_feed_has()
    {
        built.FirstStart.StandardError.ShouldStartWith(
            "packages: Tiny.Missing 1.0.0 polyfill (not in the feed); Tiny.Present 1.0.0 from the feed\n"
        );
    }

    [Fact]
    public void A_package_that_the_feed_has_is_the_one_compiled_in()
    {
        built.FirstStart.StandardOutput.ShouldContain("packages: feed,");
    }

    [Fact]
    public async Task PIPELINE_PACKAGES_polyfill_goes_before_the_feed()
    {
        var checkout = await built.RestoreAsync();

        var result = await checkout.BuildWithAsync("polyfill");

        result.StandardOutput.ShouldContain("packages: polyfill,");
    }

    [Fact]
    public async Task PIPELINE_PACKAGES_upstream_fails_on_a_package_that_the_feed_lacks()
    {
        var checkout = await built.RestoreAsync();

        var result = await checkout.BuildWithAsync("upstream");

        (result.ExitCode, result.StandardError).ShouldSatisfyAllConditions(
            said => said.ExitCode.ShouldBe(1),
            said => said.StandardError.ShouldContain("Unable to find package Tiny.Missing")
        );
    }

    [Fact]
    public async Task Another_value_of_PIPELINE_PACKAGES_is_refused_with_those_that_there_are()
    {
        var checkout = await built.RestoreAsync();

        var result = await checkout.BuildWithAsync("polyfil");

        result.StandardError.ShouldBe(
            "build.sh: PIPELINE_PACKAGES is 'polyfil'; expected upstream, polyfill or nothing.\n"
        );
    }

    [Fact]
    public async Task Another_version_asks_the_feed_anew()
    {
        var checkout = await built.RestoreAsync();
        var versions = File.ReadAllText(Path.Combine(checkout.Root, "Directory.Packages.props"));
        checkout.Write(
            "Directory.Packages.props",
            versions.Replace(
                "\"Tiny.Present\" Version=\"1.0.0\"",
                "\"Tiny.Present\" Version=\"2.0.0\"",
                StringComparison.Ordinal
            )
        );

        var result = await checkout.BuildAsync();

        result.StandardError.ShouldContain("Tiny.Present 2.0.0 polyfill (not in the feed)");
    }

    [Fact]
    public async Task A_source_that_does_not_answer_is_said_and_not_remembered()
    {
        var checkout = await built.RestoreAsync();
        checkout.Write("NuGet.config", TinyFeed.Configuration(checkout.Root, "http://127.0.0.1:9/index.json"));

        var result = await checkout.BuildAsync();

        result.StandardError.ShouldStartWith("packages: polyfills for now, since a package source did not answer");
        File.Exists(Path.Combine(checkout.Root, ".nuke/temp/packages.props")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_choice_that_the_feed_no_longer_bears_out_is_made_anew()
    {
        var checkout = await built.RestoreAsync();
        Directory.Delete(Path.Combine(checkout.Root, "packages"), recursive: true);
        checkout.Delete("feed/Tiny.Present.1.0.0.nupkg");
        checkout.Write("build/Part.cs", "public sealed class Changed : Part;");

        var result = await checkout.BuildAsync();

        result.StandardError.ShouldBe(
            """
            build: compiling
            packages: Tiny.Missing 1.0.0 polyfill (not in the feed); Tiny.Present 1.0.0 polyfill (not in the feed)
            build: compiling

            """
        );
        result.StandardOutput.ShouldStartWith("parts: Changed, packages: polyfill,");
    }
}
