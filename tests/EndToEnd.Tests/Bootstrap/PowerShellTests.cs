namespace EndToEnd.Tests.Bootstrap;

/// <summary>build.ps1 does what build.sh does.</summary>
[Collection(nameof(BuiltCheckout))]
public sealed class PowerShellTests(BuiltCheckout built, PowerShell powerShell) : IClassFixture<PowerShell>
{
    [Fact]
    public async Task Its_script_compiles_once_and_hands_the_arguments_on()
    {
        var checkout = await built.RestoreAsync();

        var first = await checkout.BuildWithAsync(powerShell, "one", "two words", "");
        var before = checkout.DotnetStarts.Count;
        var second = await checkout.BuildWithAsync(powerShell, "one");

        first.StandardOutput.ShouldEndWith("arguments: one|two words|\n");
        second.StandardOutput.ShouldEndWith("arguments: one\n");
        second.StandardError.ShouldBeEmpty();
        // The first is its own.
        checkout.DotnetStarts.Skip(before + 1).ShouldHaveSingleItem().ShouldEndWith("/Build.dll one");
    }

    [Fact]
    public async Task Its_script_compiles_a_changed_source_and_hands_the_exit_code_on()
    {
        var checkout = await built.RestoreAsync();
        await checkout.BuildWithAsync(powerShell);

        checkout.Write("build/New.cs", "public sealed class New : Part;");
        var result = await checkout.BuildWithAsync(powerShell, "exit", "42");

        result.StandardOutput.ShouldStartWith("parts: First New,");
        result.ExitCode.ShouldBe(42);
    }

    [Fact]
    public async Task Its_script_shows_a_compile_error_with_its_place()
    {
        var checkout = await built.RestoreAsync();
        checkout.Write("build/New.cs", "public sealed class New : Nobody;");

        var result = await checkout.BuildWithAsync(powerShell);

        result.ExitCode.ShouldBe(1);
        result.StandardError.ShouldContain("build/New.cs(1,27): error CS0246");
        result.StandardOutput.ShouldBeEmpty();
    }
}
