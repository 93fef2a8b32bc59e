using System.Collections.Concurrent;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;
using Pipeline.Images;
using Pipeline.Images.Layouts;

namespace Pipeline.Deployments.Ssh.Releases;

/// <summary>
/// A release packed for each kind of processor, made from the registry's image where a host needs one.
/// </summary>
internal sealed class PackedRelease(StepContext step, DeploymentEnvironment environment, Release release) : IDisposable
{
    private readonly AbsolutePath folder = Scratch.Create(step.Artifacts, "ssh").FullName;
    private readonly ConcurrentDictionary<string, Lazy<Task<ReleaseArchive>>> known = new();
    private Lazy<Task<ImageLayout>>? layout;

    /// <summary>The archive for a kind of processor.</summary>
    /// <param name="machine">Its name by <c>uname -m</c>.</param>
    /// <exception cref="StepFailedException">The registry lacks the image, or the image lacks the platform.</exception>
    public Task<ReleaseArchive> For(string machine)
    {
        var platform = Machine.PlatformOf(machine);
        return known.GetOrAdd(platform, _ => new(() => Make(platform))).Value;
    }

    /// <inheritdoc />
    public void Dispose() => FolderRemoval.Force(new(folder));

    private async Task<ReleaseArchive> Make(string platform)
    {
        LazyInitializer.EnsureInitialized(
            ref layout,
            () => new(() => RegistryImages.Pull(step, environment, release.Image, folder / "image"))
        );
        var image = await layout.Value;
        var fitting =
            image.Images.FirstOrDefault(one =>
                one.Platform == platform || one.Platform.StartsWith($"{platform}/", StringComparison.Ordinal)
            )
            ?? throw new StepFailedException(
                $"a host needs {platform}, and {release.Image} is for {string.Join(", ", image.Images.Select(one => one.Platform))}: build it for that too (\"build.platforms\")"
            );
        var name = platform.Replace('/', '-');
        var contents = folder / $"{name}.files";
        Directory.CreateDirectory(contents);
        var files = await ImageFiles.Read(image, fitting, release.Program.Files, contents, step.Cancellation);
        return await ReleaseArchive.Write(folder / $"{name}.tar.gz", release, files, step.Cancellation);
    }
}
