using CliWrap;
using CliWrap.Buffered;
using Nuke.Common.IO;
using Pipeline.Execution.Recovery;
using Pipeline.Foundation.Processes;

namespace Pipeline.Images.Engines;

/// <summary>
/// What Podman leaves of builds that are canceled, or whose service is killed: the containers that it worked in, with
/// their layers, and an image without its manifest, for which it refuses further builds. It gives the containers no
/// label: those of a workspace are known by a control group, which builds without privileges do not use.
/// </summary>
/// <param name="podman">Podman's program.</param>
/// <param name="artifacts">The workspace's folder for everything that is written.</param>
internal sealed class UnfinishedBuilds(string podman, AbsolutePath artifacts)
{
    // Somebody else's image is without its manifest for a moment too, while it is written.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // Looking takes a tenth of a second: it is done where there may be something.
    private readonly AbsolutePath mark = artifacts / "podman" / "unfinished";

    /// <summary>The control group that the workspace's builds name.</summary>
    public string Group { get; } = $"pipeline-{Scratch.MarkOf(artifacts)}";

    /// <summary>Removes what a killed run has left; the caller holds the workspace's lock.</summary>
    public static void RemoveLeft(AbsolutePath artifacts)
    {
        if (ProgramPath.Find("podman") is not { } podman)
            return;

        var left = new UnfinishedBuilds(podman, artifacts);
        if (File.Exists(left.mark) && left.Remove().GetAwaiter().GetResult())
            left.End();
    }

    /// <summary>Says that builds begin.</summary>
    public void Begin()
    {
        Directory.CreateDirectory(mark.Parent!);
        File.WriteAllText(mark, "");
    }

    /// <summary>Says that all builds have ended, and nothing is left of them.</summary>
    public void End() => File.Delete(mark);

    /// <summary>Removes it; no build of the workspace may run. True where nothing is left.</summary>
    public async Task<bool> Remove()
    {
        var asked = await Run("info", "--format", "{{.Store.GraphRoot}}");
        if (!asked.IsSuccess)
            return false;

        var storage = asked.StandardOutput.Trim();
        var containers = Entries(storage, "containers").Where(IsOurs).Select(folder => folder.Name).ToArray();
        if (containers.Length > 0 && !(await Run(["rm", "--force", .. containers])).IsSuccess)
            return false;

        foreach (var image in Entries(storage, "images").Where(IsDamaged))
        {
            while (IsDamaged(image) && DateTime.UtcNow - image.LastWriteTimeUtc < Grace)
                await Task.Delay(100);
            if (IsDamaged(image) && !(await Run("rmi", "--force", image.Name)).IsSuccess)
                return false;
        }

        return true;
    }

    // Their folders are named by the driver of the storage: overlay-images, vfs-images.
    private static DirectoryInfo[] Entries(string storage, string kind) =>
        [
            .. new DirectoryInfo(storage)
                .EnumerateDirectories($"*-{kind}")
                .SelectMany(folder => folder.EnumerateDirectories()),
        ];

    private bool IsOurs(DirectoryInfo container)
    {
        var description = Path.Combine(container.FullName, "userdata", "buildah.json");
        return File.Exists(description)
            && File.ReadAllText(description).Contains($"\"CgroupParent\":\"{Group}\"", StringComparison.Ordinal);
    }

    private static bool IsDamaged(DirectoryInfo image) =>
        Directory.Exists(image.FullName) && !File.Exists(Path.Combine(image.FullName, "manifest"));

    private async Task<BufferedCommandResult> Run(params string[] arguments) =>
        await Cli.Wrap(podman)
            .WithArguments(arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
}
