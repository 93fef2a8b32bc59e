using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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
internal sealed partial class UnfinishedBuilds(string podman, AbsolutePath artifacts)
{
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

        try
        {
            return await RemoveIn(new(asked.StandardOutput.Trim()));
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or JsonException)
        {
            // A run can do without: the next one tries again.
            return false;
        }
    }

    private async Task<bool> RemoveIn(DirectoryInfo storage)
    {
        foreach (var container in Containers(storage))
            if ((IsOurs(container) || await StaysHalf(container, IsDescribed)) && !await Removes("rm", container))
                return false;
        foreach (var image in Folders(storage, "images").SelectMany(folder => folder.EnumerateDirectories()))
            if (await StaysHalf(image, HasManifest) && !await Removes("rmi", image))
                return false;
        return true;

        async Task<bool> Removes(string command, DirectoryInfo what) =>
            (await Run(command, "--force", what.Name)).IsSuccess;
    }

    // Named by the driver of the storage: overlay-images, vfs-images.
    private static IEnumerable<DirectoryInfo> Folders(DirectoryInfo storage, string kind) =>
        storage.EnumerateDirectories($"*-{kind}");

    // Those that builds work in; containers that run have other names.
    private static IEnumerable<DirectoryInfo> Containers(DirectoryInfo storage) =>
        from folder in Folders(storage, "containers")
        from list in folder.EnumerateFiles("*containers.json")
        from container in JsonNode.Parse(File.ReadAllText(list.FullName))?.AsArray() ?? []
        where container["names"]?.AsArray().Any(name => WorkingName().IsMatch($"{name}")) == true
        select new DirectoryInfo(Path.Combine(folder.FullName, $"{container["id"]}"));

    private bool IsOurs(DirectoryInfo container) =>
        IsDescribed(container)
        && File.ReadAllText(Description(container)).Contains($"\"CgroupParent\":\"{Group}\"", StringComparison.Ordinal);

    private static bool IsDescribed(DirectoryInfo container) => File.Exists(Description(container));

    private static string Description(DirectoryInfo container) =>
        Path.Combine(container.FullName, "userdata", "buildah.json");

    private static bool HasManifest(DirectoryInfo image) => File.Exists(Path.Combine(image.FullName, "manifest"));

    // Somebody else's are half written for a moment too.
    private static async Task<bool> StaysHalf(DirectoryInfo entry, Func<DirectoryInfo, bool> isWhole)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Grace; await Task.Delay(100))
            if (isWhole(entry))
                return false;
        return true;
    }

    [GeneratedRegex("(^|-)working-container(-[0-9]+)?$")]
    private static partial Regex WorkingName();

    private async Task<BufferedCommandResult> Run(params string[] arguments) =>
        await Cli.Wrap(podman)
            .WithArguments(arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
}
