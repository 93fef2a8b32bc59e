using System.Diagnostics;
using System.Runtime.InteropServices;
using Pipeline.Catalog;
using Pipeline.Tools;

namespace Pipeline.Tests.Tools;

public sealed class EmulationTests : IDisposable
{
    // Stands for the kernel's folder.
    private readonly string kernel = Directory.CreateTempSubdirectory("binfmt-").FullName;

    public void Dispose() => Directory.Delete(kernel, recursive: true);

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

    [Theory]
    [InlineData("enabled", 0)]
    [InlineData("disabled", 1)]
    public void A_machine_has_it_where_it_is_enabled_for_each_of_them(string state, int exitCode)
    {
        var probe = Emulation.For(Platform("linux/arm64 linux/s390x"), Architecture.X64).Single().Probes.Single();
        File.WriteAllText(Path.Combine(kernel, "qemu-aarch64"), "enabled\ninterpreter /usr/bin/qemu-aarch64\n");
        File.WriteAllText(Path.Combine(kernel, "qemu-s390x"), $"{state}\ninterpreter /usr/bin/qemu-s390x\n");

        using var shell = Process.Start(
            new ProcessStartInfo(
                probe[0],
                probe[1..].Select(word => word.Replace("/proc/sys/fs/binfmt_misc", kernel, StringComparison.Ordinal))
            )
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;

        shell.StandardOutput.ReadToEnd().ShouldBe(exitCode == 0 ? "aarch64, s390x\n" : "");
        shell.WaitForExit();
        shell.ExitCode.ShouldBe(exitCode);
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
                    Language = new("go"),
                    Context = "/",
                    Image = "shop/auth",
                    Build = new() { Platforms = [.. platforms.Split(' ', StringSplitOptions.RemoveEmptyEntries)] },
                },
            ],
        };
}
