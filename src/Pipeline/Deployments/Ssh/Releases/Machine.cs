namespace Pipeline.Deployments.Ssh.Releases;

/// <summary>The processors of hosts, by the names of <c>uname -m</c>.</summary>
internal static class Machine
{
    /// <summary>The platform of images for it, such as <c>linux/arm64</c>.</summary>
    public static string PlatformOf(string machine) =>
        machine switch
        {
            "x86_64" => "linux/amd64",
            "aarch64" or "arm64" => "linux/arm64",
            "armv7l" or "armv8l" => "linux/arm/v7",
            "armv6l" => "linux/arm/v6",
            "i386" or "i486" or "i586" or "i686" => "linux/386",
            _ => $"linux/{machine}",
        };
}
