using System.Runtime.InteropServices;
using Pipeline.Catalog;

namespace Pipeline.Tools;

/// <summary>Emulation of other CPU architectures on Linux: QEMU, by the kernel's <c>binfmt_misc</c>.</summary>
internal static class Emulation
{
    // QEMU's names of architectures by those of images.
    private static readonly ImmutableDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["386"] = "i386",
        ["amd64"] = "x86_64",
        ["arm"] = "arm",
        ["arm64"] = "aarch64",
        ["loong64"] = "loongarch64",
        ["mips64le"] = "mips64el",
        ["ppc64le"] = "ppc64le",
        ["riscv64"] = "riscv64",
        ["s390x"] = "s390x",
    }.ToImmutableDictionary();

    /// <summary>The tool for building images of other platforms; none where the platform has no such images.</summary>
    public static ImmutableArray<Tool> For(Platform platform) =>
        OperatingSystem.IsLinux() ? For(platform, RuntimeInformation.OSArchitecture) : [];

    internal static ImmutableArray<Tool> For(Platform platform, Architecture machine)
    {
        string[] names =
        [
            .. platform
                .BasesAndServices.SelectMany(built => built.Build.Platforms)
                .Select(each => each.Split('/')[1])
                .Where(architecture => !IsNative(architecture, machine))
                .Select(architecture => Names.GetValueOrDefault(architecture))
                .OfType<string>()
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        return names.Length == 0
            ? []
            :
            [
                new(
                    "emulation",
                    $"runs programs of other platforms ({string.Join(", ", names)}) where images are built for them"
                )
                {
                    Probes =
                    [
                        [
                            "sh",
                            "-c",
                            $"for name in {string.Join(' ', names)}; do grep -qx enabled /proc/sys/fs/binfmt_misc/qemu-$name || exit 1; done; echo \"{string.Join(", ", names)}\"",
                        ],
                    ],
                    Apt = ["qemu-user-static", "binfmt-support"],
                    Site = "https://docs.docker.com/build/building/multi-platform/#qemu",
                    // Images whose programs are cross-compiled need none.
                    IsOptional = true,
                },
            ];
    }

    private static bool IsNative(string architecture, Architecture machine) =>
        architecture
            == machine switch
            {
                Architecture.X64 => "amd64",
                Architecture.Arm64 => "arm64",
                Architecture.S390x => "s390x",
                Architecture.Ppc64le => "ppc64le",
                Architecture.RiscV64 => "riscv64",
                _ => "",
            }
        || (architecture == "386" && machine == Architecture.X64);
}
