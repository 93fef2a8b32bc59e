using System.Runtime.InteropServices;

namespace Pipeline.Tools.Locked;

/// <summary>The platforms of tools, by Go's names: <c>linux/amd64</c>.</summary>
public static class ToolPlatform
{
    /// <summary>All platforms that a lock may name.</summary>
    public static readonly ImmutableArray<string> All =
    [
        "linux/amd64",
        "linux/arm64",
        "darwin/amd64",
        "darwin/arm64",
        "windows/amd64",
        "windows/arm64",
    ];

    /// <summary>This machine's.</summary>
    public static string Current { get; } = $"{System}/{Architecture}";

    /// <summary>A program's file name on this machine.</summary>
    public static string FileName(string program) => OperatingSystem.IsWindows() ? $"{program}.exe" : program;

    private static string System =>
        OperatingSystem.IsWindows() ? "windows"
        : OperatingSystem.IsMacOS() ? "darwin"
        : "linux";

    private static string Architecture =>
        RuntimeInformation.OSArchitecture switch
        {
            global::System.Runtime.InteropServices.Architecture.X64 => "amd64",
            var other => other.ToString().ToLowerInvariant(),
        };
}
