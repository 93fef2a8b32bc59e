using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;
using Pipeline.Images.Engines;
using Pipeline.Images.Layouts;
using Pipeline.Images.Registries;
using Pipeline.Planning;

namespace Pipeline.Images.Building;

/// <summary>The base images of a run: each is made ready once, however many services are built on it.</summary>
internal sealed class BaseImages
{
    private const string Script = "build-rootfs.sh";

    // One that is made is named by what it is made from, whichever commit asks for it first: its time is not a commit's.
    private static readonly DateTimeOffset Time = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> ready = new();

    /// <summary>The values of the arguments of a service's Dockerfile that name base images of the catalog.</summary>
    /// <exception cref="StepFailedException">A base image can neither be pulled nor made.</exception>
    public static async Task<ImmutableDictionary<string, string>> ArgumentsOf(
        ImageSource source,
        ContainerEngine engine,
        StepContext step
    )
    {
        var arguments = ImmutableDictionary<string, string>.Empty;
        var shared = await step.Shared(_ => Task.FromResult(new BaseImages()));
        // An engine refuses, or warns of, arguments that a Dockerfile does not declare.
        foreach (var image in BaseImageUse.Of(step.Platform, source))
            arguments = arguments.SetItem(image.Argument!, await shared.Get(image, engine, step));
        return arguments;
    }

    private async Task<string> Get(BaseImage image, ContainerEngine engine, StepContext step)
    {
        if (image.Source is not null)
            return OwnBases.ReferenceOf(image, step);

        var preparation = ready.GetOrAdd(image.Name, _ => new(() => Prepare(image, engine, step)));
        // What was in the way may have passed when a step asks again.
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
        // Podman takes no reference with both; the digest is the one that counts.
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
        var tag = MadeBase.ReferenceOf(image.Name, HashOf(fallback));
        var builder = await ImageBuilder.Of(step);
        var folder = builder.WritesLayouts ? MadeBase.FolderOf(tag, step.Artifacts) : null;
        var isThere = folder is null
            ? await engine.Find(tag, step.Cancellation) is not null
            : ImageLayout.FindWhole(folder, step.Log) is not null;
        if (isThere)
            return tag;

        var scratch = (AbsolutePath)Scratch.Create(step.Artifacts, "base").FullName;
        try
        {
            Copy(fallback, scratch);
            var script = await step.Run(new(scratch / Script) { Directory = scratch });
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

    // Every file's path, mode and content: the tag of an equal folder is equal, on every machine.
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
            Directory.CreateDirectory((to / name).Parent!);
            file.CopyTo(to / name);
        }
    }

    private static IEnumerable<(string Name, FileInfo File)> Files(AbsolutePath folder) =>
        new DirectoryInfo(folder)
            .EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(folder, file.FullName).Replace('\\', '/'), file))
            .OrderBy(file => file.Item1, StringComparer.Ordinal);
}
