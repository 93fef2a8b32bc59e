using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Processes;
using Pipeline.Images.Engines;
using Pipeline.Images.Layouts;
using Pipeline.Images.Registries;
using Pipeline.Planning;

namespace Pipeline.Images.Building;

/// <summary>The base images of a run, each pulled or built once, however many services are built on it.</summary>
internal sealed class PreparedBases
{
    private const string Script = "build-rootfs.sh";

    // A fallback image is tagged by its content, so its files must not have the time of a commit.
    private static readonly DateTimeOffset Time = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> ready = new();

    /// <summary>The build arguments that name base images of the catalog.</summary>
    /// <exception cref="StepFailedException">A base image can neither be pulled nor built.</exception>
    public static async Task<ImmutableDictionary<string, string>> ArgumentsOf(
        ImageSource source,
        ContainerEngine engine,
        StepContext step
    )
    {
        var arguments = ImmutableDictionary<string, string>.Empty;
        var shared = await step.Shared(_ => Task.FromResult(new PreparedBases()));
        // Engines refuse, or warn about, arguments that a Dockerfile does not declare.
        foreach (var image in BaseImageUse.Of(step.Platform, source))
            arguments = arguments.SetItem(image.Argument!, await shared.Get(image, engine, step));
        return arguments;
    }

    private async Task<string> Get(BaseImage image, ContainerEngine engine, StepContext step)
    {
        if (image.Source is not null)
            return OwnBaseReferences.Of(image, step);

        var preparation = ready.GetOrAdd(image.Name, _ => new(() => Prepare(image, engine, step)));
        // A later step tries again.
        if (HasFailed(preparation))
            preparation = ready.AddOrUpdate(
                image.Name,
                preparation,
                (_, known) => HasFailed(known) ? new(() => Prepare(image, engine, step)) : known
            );
        var reference = await preparation.Value.WaitAsync(step.Cancellation);
        step.Log.Write($"base image {image.Name}: {reference}");
        return reference;
    }

    private static bool HasFailed(Lazy<Task<string>> preparation) =>
        preparation.Value is { IsCompleted: true, IsCompletedSuccessfully: false };

    private static async Task<string> Prepare(BaseImage image, ContainerEngine engine, StepContext step)
    {
        var reference = ImageReference.Parse(image.Image);
        // Podman accepts no reference with both tag and digest.
        if (reference.Digest is not null)
            reference = reference with { Tag = null };
        if (await engine.Find(reference.ToString(), step.Cancellation) is not null)
            return reference.ToString();

        try
        {
            var login = await RegistryAccess.LoginFor(reference, step);
            await engine.Pull(reference, login, ContainerEngine.PullPatience, step.Log, step.Cancellation);
            return reference.ToString();
        }
        catch (StepFailedException unreachable) when (image.Fallback is not null)
        {
            step.Log.Write(unreachable.Message);
            return await Make(image, image.Fallback, unreachable, engine, step);
        }
    }

    private static async Task<string> Make(
        BaseImage image,
        AbsolutePath fallback,
        Exception unreachable,
        ContainerEngine engine,
        StepContext step
    )
    {
        var tag = FallbackImage.ReferenceOf(image.Name, HashOf(fallback));
        var builder = await Builder.Of(step);
        var folder = builder.WritesLayouts ? FallbackImage.FolderOf(tag, step.Artifacts) : null;
        var isThere = folder is null
            ? await engine.Find(tag, step.Cancellation) is not null
            : ImageLayout.FindWhole(folder, step.Log) is not null;
        if (isThere)
            return tag;

        var scratch = (AbsolutePath)Scratch.Create(step.Artifacts, "base").FullName;
        try
        {
            Copy(fallback, scratch);
            var script = await step.RunOwn(new(scratch / Script) { Directory = scratch });
            if (!script.Succeeded)
                throw new StepFailedException($"{fallback / Script} ended with {script.ExitCode}");

            var recipe = new ImageRecipe(tag, new(scratch, scratch / "Dockerfile", Time), NoEntries, NoEntries);
            if (folder is null)
                await builder.BuildInEngine(recipe, step);
            else
                await builder.BuildLayout(recipe, folder, step);
            return tag;
        }
        catch (StepFailedException failure)
        {
            throw new StepFailedException(
                $"base image {image.Name} can neither be pulled nor made: {unreachable.Message}; {failure.Message}"
            );
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static readonly ImmutableDictionary<string, string> NoEntries = ImmutableDictionary<string, string>.Empty;

    // Path, mode and content of every file, so that equal folders get the same tag on every machine.
    private static string HashOf(AbsolutePath folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, file) in Files(folder))
        {
            var isExecutable = !OperatingSystem.IsWindows() && file.UnixFileMode.HasFlag(UnixFileMode.UserExecute);
            var content = File.ReadAllBytes(file.FullName);
            var header = string.Create(CultureInfo.InvariantCulture, $"{name}\0{isExecutable}\0{content.Length}\0");
            hash.AppendData(Encoding.UTF8.GetBytes(header));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static void Copy(AbsolutePath from, AbsolutePath to)
    {
        foreach (var (name, file) in Files(from))
        {
            var copy = Path.Combine(to, name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            file.CopyTo(copy);
        }
    }

    private static IEnumerable<(string Name, FileInfo File)> Files(AbsolutePath folder) =>
        new DirectoryInfo(folder)
            .EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => (SlashedPath.Between(folder, file.FullName), file))
            .OrderBy(file => file.Item1, StringComparer.Ordinal);
}
