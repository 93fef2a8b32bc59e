using CliWrap.Buffered;

namespace EndToEnd.Tests.Bootstrap;

[Collection(nameof(BuiltCheckout))]
public sealed class CompileTests(BuiltCheckout built)
{
    [Fact]
    public void The_first_start_compiles_and_hands_the_arguments_on_as_they_are()
    {
        built.FirstStart.StandardOutput.ShouldEndWith("arguments: one|two words|\n");
    }

    [Fact]
    public void A_compile_that_goes_well_says_one_line()
    {
        built.FirstStart.StandardError.ShouldEndWith("\nbuild: compiling\n");
    }

    [Fact]
    public async Task Nothing_of_the_SDK_runs_when_nothing_has_changed()
    {
        var checkout = await built.RestoreAsync();

        await checkout.BuildAsync("--help");

        checkout.DotnetStarts.ShouldHaveSingleItem().ShouldEndWith("/Build.dll --help");
    }

    [Fact]
    public async Task A_changed_file_is_compiled_in()
    {
        var checkout = await built.RestoreAsync();

        checkout.Write("build/Part.cs", "public sealed class Changed : Part;");
        var result = await checkout.BuildAsync();

        result.StandardOutput.ShouldStartWith("parts: Changed,");
    }

    [Fact]
    public async Task A_changed_file_counts_whatever_time_it_bears()
    {
        var checkout = await built.RestoreAsync();
        await checkout.BuildAsync();

        checkout.Write("build/Part.cs", "public sealed class Changed : Part;");
        File.SetLastWriteTimeUtc(Path.Combine(checkout.Root, "build/Part.cs"), new DateTime(2020, 1, 1));
        var result = await checkout.BuildAsync();

        result.StandardOutput.ShouldStartWith("parts: Changed,");
    }

    [Fact]
    public async Task A_new_file_is_compiled_in()
    {
        var checkout = await built.RestoreAsync();

        checkout.Write("build/deep/New.cs", "public sealed class New : Part;");
        var result = await checkout.BuildAsync();

        result.StandardOutput.ShouldStartWith("parts: First New,");
    }

    [Fact]
    public async Task A_deleted_file_is_gone_from_the_build()
    {
        var checkout = await built.RestoreAsync();

        checkout.Delete("build/Part.cs");
        var result = await checkout.BuildAsync();

        result.StandardOutput.ShouldStartWith("parts: ,");
    }

    [Fact]
    public async Task Going_back_to_an_earlier_state_compiles_nothing()
    {
        var checkout = await built.RestoreAsync();
        checkout.Write("build/New.cs", "public sealed class New : Part;");
        await checkout.BuildAsync();

        checkout.Delete("build/New.cs");
        var result = await checkout.BuildAsync();

        (result.StandardError, result.StandardOutput.Split(',')[0]).ShouldBe(("", "parts: First"));
    }

    [Fact]
    public async Task Two_starts_at_once_compile_once()
    {
        var checkout = await built.RestoreAsync();
        checkout.Write("build/New.cs", "public sealed class New : Part;");

        var results = await Task.WhenAll(checkout.BuildAsync(), checkout.BuildAsync());

        results.ShouldAllBe(result => result.StandardOutput.StartsWith("parts: First New,", StringComparison.Ordinal));
        checkout.DotnetStarts.Count(start => start.StartsWith("publish ", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_compile_error_is_shown_with_its_place_and_nothing_is_started()
    {
        var checkout = await built.RestoreAsync();
        checkout.Write("build/New.cs", "public sealed class New : Nobody;");

        var result = await checkout.BuildAsync();

        result.ShouldSatisfyAllConditions(
            () => result.ExitCode.ShouldBe(1),
            () => result.StandardError.ShouldContain("build/New.cs(1,27): error CS0246"),
            () => result.StandardOutput.ShouldBeEmpty()
        );
    }

    [Fact]
    public async Task The_builds_exit_code_is_passed_on()
    {
        var checkout = await built.RestoreAsync();

        var result = await checkout.BuildAsync("exit", "42");

        result.ExitCode.ShouldBe(42);
    }

    [Fact]
    public async Task The_build_starts_with_the_telemetry_of_NUKE_turned_off()
    {
        var checkout = await built.RestoreAsync();

        var result = await checkout.BuildAsync("variable", "NUKE_TELEMETRY_OPTOUT");

        result.StandardOutput.ShouldEndWith("\nNUKE_TELEMETRY_OPTOUT: 1\n");
    }

    [Fact]
    public async Task Nobody_can_attach_to_a_running_build()
    {
        var checkout = await built.RestoreAsync();

        var result = await checkout.BuildAsync("sockets");

        result.StandardOutput.ShouldEndWith("\nsockets: 0\n");
    }

    [Theory]
    [InlineData("/nonexistent")]
    [InlineData("/dev/null")]
    public async Task A_home_that_cannot_be_written_is_replaced_by_a_folder_of_the_checkout(string home)
    {
        var checkout = await built.RestoreAsync();
        checkout.Write("build/Part.cs", "public sealed class Changed : Part;");

        var first = await checkout.BuildAtHomeAsync(home, "variable", "DOTNET_CLI_HOME");
        var second = await checkout.BuildAtHomeAsync(home, "variable", "HOME");

        first.StandardOutput.ShouldStartWith("parts: Changed,");
        first.StandardOutput.ShouldEndWith($"\nDOTNET_CLI_HOME: {checkout.Root}/.nuke/temp/home\n");
        second.StandardOutput.ShouldEndWith($"\nHOME: {home}\n");
        second.StandardError.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_home_that_can_be_written_stays_the_one_of_the_SDK()
    {
        var checkout = await built.RestoreAsync();

        var result = await checkout.BuildAsync("variable", "DOTNET_CLI_HOME");

        result.StandardOutput.ShouldEndWith("\nDOTNET_CLI_HOME: \n");
    }

    [Fact]
    public async Task An_SDK_that_is_there_and_does_not_run_is_shown_in_its_own_words()
    {
        var checkout = await built.RestoreAsync();
        checkout.Write("build/Part.cs", "public sealed class Changed : Part;");
        checkout.ReplaceDotnet("echo 'Could not find a valid ICU package installed on the system.' >&2; exit 134");

        var result = await checkout.BuildAsync();

        result.ExitCode.ShouldBe(1);
        result.StandardError.ShouldBe(
            $"Could not find a valid ICU package installed on the system.\nbuild.sh: the .NET SDK at {checkout.Root}/spy/dotnet does not run: \"dotnet --version\" fails with the words above.\n"
        );
    }

    [Fact]
    public async Task A_script_that_was_copied_alone_says_where_it_belongs()
    {
        var elsewhere = Directory.CreateTempSubdirectory("elsewhere-");
        var copy = Path.Combine(elsewhere.FullName, "build.sh");
        File.Copy(Path.Combine(Checkout.Repository(), "build.sh"), copy);

        var result = await CliWrap
            .Cli.Wrap(copy)
            .WithValidation(CliWrap.CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        elsewhere.Delete(recursive: true);
        result.ExitCode.ShouldBe(1);
        result.StandardError.ShouldBe(
            $"build.sh: there is no build/Build.csproj in {elsewhere.FullName}: build.sh belongs in the root of the repository that it builds.\n"
        );
    }

    [Fact]
    public async Task A_compile_that_is_killed_leaves_nothing_half()
    {
        var checkout = await built.RestoreAsync();
        checkout.Write("build/New.cs", "public sealed class New : Part;");
        var before = checkout.Builds.Count;
        using var kill = new CancellationTokenSource();
        var killed = checkout
            .BuildCommand([])
            .WithStandardErrorPipe(CliWrap.PipeTarget.ToDelegate(line => KillOn(line, kill)));
        await Should.ThrowAsync<OperationCanceledException>(async () => await killed.ExecuteAsync(kill.Token));

        var halfway = checkout.Builds.Count;
        var result = await checkout.BuildAsync();

        halfway.ShouldBe(before);
        result.StandardOutput.ShouldStartWith("parts: First New,");
    }

    [Fact]
    public async Task The_script_has_no_shellcheck_findings()
    {
        var result = await CliWrap
            .Cli.Wrap("shellcheck")
            .WithArguments([Path.Combine(Checkout.Repository(), "build.sh")])
            .WithValidation(CliWrap.CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        result.StandardOutput.ShouldBeEmpty();
    }

    private static void KillOn(string line, CancellationTokenSource kill)
    {
        if (line == "build: compiling")
        {
            kill.CancelAfter(TimeSpan.FromSeconds(1));
        }
    }
}
