using System.Diagnostics;
using System.Runtime.InteropServices;
using Pipeline.Catalog;
using Pipeline.Tools;

namespace Pipeline.Tests.Tools;

public sealed class EmulationTests
{
    [Theory]
    [InlineData(Architecture.X64, "linux/amd64 linux/arm64", "aarch64")]
    [InlineData(Architecture.Arm64, "linux/amd64 linux/arm64", "x86_64")]
    [InlineData(Architecture.X64, "linux/386 linux/arm/v7 linux/arm64 linux/arm64", "aarch64, arm")]
    public void A_machine_needs_it_for_the_platforms_that_are_not_its_own(
        Architecture machine,
        string platforms,
        string emulated
    ) => Emulation.For(Platform(platforms), machine).Single().Purpose.ShouldContain($"({emulated})");

    [Theory]
    [InlineData("")]
    [InlineData("linux/amd64")]
    [InlineData("linux/386 linux/amd64")]
    public void A_machine_of_the_same_platform_needs_none(string platforms) =>
        Emulation.For(Platform(platforms), Architecture.X64).ShouldBeEmpty();

    [Fact]
    public void What_it_is_asked_with_is_a_script_that_a_shell_takes()
    {
        var probe = Emulation.For(Platform("linux/arm64 linux/s390x"), Architecture.X64).Single().Probes.Single();

        using var shell = Process.Start(probe[0], ["-n", .. probe[1..]]);

        shell.WaitForExit();
        shell.ExitCode.ShouldBe(0);
    }

    private static Platform Platform(string platforms) =>
        new()
        {
            Name = "shop",
            Root = "/",
            Environments = [],
            Services =
            [
                new()
                {
                    Name = "auth",
                    Directory = "/",
                    Path = "auth",
                    Language = Language.Go,
                    Context = "/",
                    Image = "shop/auth",
                    Build = new() { Platforms = [.. platforms.Split(' ', StringSplitOptions.RemoveEmptyEntries)] },
                },
            ],
        };
}
