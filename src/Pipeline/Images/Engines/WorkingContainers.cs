using CliWrap;
using CliWrap.Buffered;
using Nuke.Common.IO;
using Pipeline.Execution.Recovery;

namespace Pipeline.Images.Engines;

/// <summary>
/// The containers that Podman works in while it builds. It leaves them, with their layers, where a build is canceled or
/// its service killed, and gives them no label: those of a workspace are known by a control group, which builds without
/// privileges do not use.
/// </summary>
/// <param name="podman">Podman's program.</param>
/// <param name="artifacts">The workspace's folder for everything that is written.</param>
internal sealed class WorkingContainers(string podman, AbsolutePath artifacts)
{
    // Listing them takes a tenth of a second: it is done where there may be some.
    private readonly AbsolutePath unfinished = artifacts / "podman" / "unfinished";

    /// <summary>The control group that the workspace's builds name.</summary>
    public string Group { get; } = $"pipeline-{Scratch.MarkOf(artifacts)}";

    /// <summary>Says that builds begin; true where a killed run has said so too, and has not ended them.</summary>
    public bool Begin()
    {
        var isLeft = File.Exists(unfinished);
        Directory.CreateDirectory(unfinished.Parent!);
        File.WriteAllText(unfinished, "");
        return isLeft;
    }

    /// <summary>Says that all builds have ended, and no container is left.</summary>
    public void End() => File.Delete(unfinished);

    /// <summary>Removes those of the workspace, none of whose builds may run; true where none is left.</summary>
    public async Task<bool> Remove(CancellationToken cancellation)
    {
        var asked = await Run(["info", "--format", "{{.Store.GraphRoot}}"], cancellation);
        if (!asked.IsSuccess)
            return false;

        string[] left =
        [
            .. Directory
                .EnumerateDirectories(asked.StandardOutput.Trim(), "*-containers")
                .SelectMany(Directory.EnumerateDirectories)
                .Where(IsOurs)
                .Select(folder => Path.GetFileName(folder)),
        ];
        return left.Length == 0 || (await Run(["rm", "--force", .. left], cancellation)).IsSuccess;
    }

    private bool IsOurs(string folder)
    {
        var description = Path.Combine(folder, "userdata", "buildah.json");
        return File.Exists(description)
            && File.ReadAllText(description).Contains($"\"CgroupParent\":\"{Group}\"", StringComparison.Ordinal);
    }

    private async Task<BufferedCommandResult> Run(string[] arguments, CancellationToken cancellation) =>
        await Cli.Wrap(podman)
            .WithArguments(arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellation);
}
