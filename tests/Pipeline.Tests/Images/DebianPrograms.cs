using System.Diagnostics;
using Nuke.Common.IO;

namespace Pipeline.Tests.Images;

/// <summary>
/// Programs of a later Debian than this machine's, unpacked into a folder of the user's cache and not installed:
/// buildx, and a Docker that has the containerd image store.
/// </summary>
internal static class DebianPrograms
{
    private const string Release = "trixie";

    private static readonly AbsolutePath Cache =
        (AbsolutePath)Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)
        / ".cache"
        / "pipeline-tests"
        / Release;

    /// <summary>The folder that a package is unpacked in.</summary>
    public static async Task<AbsolutePath> Of(string package)
    {
        var folder = Cache / package;
        if (Directory.Exists(folder))
            return folder;

        Directory.CreateDirectory(Cache);
        var scratch = (AbsolutePath)Directory.CreateTempSubdirectory("pipeline-debian-").FullName;
        try
        {
            var options = await Isolated(scratch);
            await Run(scratch, "apt-get", [.. options, "update"]);
            await Run(scratch, "apt-get", [.. options, "download", package]);
            var unpacked = scratch / "unpacked";
            await Run(scratch, "dpkg", ["-x", Directory.GetFiles(scratch, "*.deb").Single(), unpacked]);
            // Another process of the tests may have been as far.
            var part = (AbsolutePath)$"{folder}.{Environment.ProcessId}";
            await Run(scratch, "cp", ["-r", unpacked, part]);
            if (!Directory.Exists(folder))
                Directory.Move(part, folder);
            return folder;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    // Beside the machine's own lists and packages, from where it has its own.
    private static async Task<string[]> Isolated(AbsolutePath scratch)
    {
        var source =
            await SourceIn(scratch, [])
            // A machine that was never asked for a package has no lists yet.
            ?? await SourceIn(scratch, await OwnLists(scratch))
            ?? throw new InvalidOperationException(
                "buildx is tested with Debian's: on another system, install docker buildx and Docker 24 or later"
            );
        const string Keys = "/usr/share/keyrings/debian-archive-keyring.gpg";
        File.WriteAllText(scratch / "sources.list", $"deb [signed-by={Keys}] {source} {Release} main\n");
        File.WriteAllText(scratch / "status", "");
        foreach (var name in new[] { "lists/partial", "cache/archives/partial", "parts" })
            Directory.CreateDirectory(scratch / name);
        return
        [
            "-qq",
            "-o",
            $"Dir::State::Lists={scratch}/lists",
            "-o",
            $"Dir::State::status={scratch}/status",
            "-o",
            $"Dir::Cache={scratch}/cache",
            "-o",
            $"Dir::Etc::SourceList={scratch}/sources.list",
            "-o",
            $"Dir::Etc::SourceParts={scratch}/parts",
            "-o",
            $"Dir::Etc::PreferencesParts={scratch}/parts",
        ];
    }

    private static async Task<string?> SourceIn(AbsolutePath scratch, string[] options) =>
        (await Run(scratch, "apt-get", ["indextargets", .. options, "--format", "$(ORIGIN) $(REPO_URI)"]))
            .Split('\n')
            .Select(line => line.Split(' '))
            .Where(line => line is ["Debian", _] && !line[1].Contains("security", StringComparison.Ordinal))
            .Select(line => line[1])
            .FirstOrDefault();

    private static async Task<string[]> OwnLists(AbsolutePath scratch)
    {
        string[] options = ["-o", $"Dir::State::Lists={scratch}/own"];
        Directory.CreateDirectory(scratch / "own/partial");
        await Run(scratch, "apt-get", ["-qq", .. options, "update"]);
        return options;
    }

    private static async Task<string> Run(AbsolutePath folder, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {await errors}");
        return output;
    }
}
