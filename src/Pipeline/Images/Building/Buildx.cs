using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;
using Pipeline.Images.Engines;
using Pipeline.Images.Registries;

namespace Pipeline.Images.Building;

/// <summary>
/// <c>docker buildx build</c>: BuildKit, with cache and secret mounts, and multi-platform images where its builder
/// supports them.
/// </summary>
/// <remarks>https://docs.docker.com/reference/cli/docker/buildx/build</remarks>
internal sealed partial class Buildx
{
    /// <summary>How to install it, as a sentence.</summary>
    public const string Remedy =
        "install docker buildx (docker-buildx of Debian, docker-buildx-plugin of Docker's own packages)";

    // The first version with --provenance and --sbom: https://github.com/docker/buildx/releases/tag/v0.10.0
    private const int FirstMinor = 10;

    // Runs in the daemon, and sees its images.
    private const string DockerDriver = "docker";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string docker;
    private readonly Uri endpoint;

    private Buildx(string docker, Uri endpoint) => (this.docker, this.endpoint) = (docker, endpoint);

    /// <summary>Its name in messages, with its version and its builder.</summary>
    public required string Name { get; init; }

    /// <summary>True where its builder exports OCI layouts, for one platform or several.</summary>
    public required bool WritesLayouts { get; init; }

    /// <summary>The builder to use (<c>--builder</c>); null: the one selected on this machine.</summary>
    private string? Builder { get; init; }

    /// <summary>Buildx, where it is installed and works with the engine; else null.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="docker">The <c>docker</c> program; null where it is not installed.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task<Buildx?> Find(ContainerEngine engine, string? docker, CancellationToken cancellation)
    {
        if (docker is null || !engine.IsDocker)
            return null;

        var found = new Buildx(docker, engine.Endpoint) { Name = "", WritesLayouts = false };
        if (VersionIn(await found.Ask(cancellation, "version")) is not { } version)
            return null;
        var about = await found.Ask(cancellation, "inspect");
        if (Value(about, "Driver") is not { } driver || Value(about, "Error") is not null)
            return null;

        var isWithin = driver == DockerDriver;
        var hasStore = isWithin && await engine.HasContainerdStore(cancellation);
        var store = hasStore ? ", containerd image store" : "";
        return new(docker, engine.Endpoint)
        {
            Name = $"buildx {version}, builder {Value(about, "Name")} ({driver} driver{store})",
            // The docker driver exports no OCI layouts from the classic image store.
            WritesLayouts = !isWithin || hasStore,
        };
    }

    /// <summary>Builds an image into the engine, and tags it there.</summary>
    /// <returns>The ids that the engine may have given it.</returns>
    /// <exception cref="StepFailedException">It could not be built.</exception>
    public async Task<ImmutableArray<string>> Load(ImageRecipe recipe, StepContext step)
    {
        using var metadata = await Build(recipe, ["--load"], step);
        return
        [
            .. new[] { "containerimage.digest", "containerimage.config.digest" }
                .Select(name => metadata.RootElement.TryGetProperty(name, out var digest) ? digest.GetString() : null)
                .OfType<string>(),
        ];
    }

    /// <summary>Builds an image as an OCI layout.</summary>
    /// <exception cref="StepFailedException">It could not be built.</exception>
    public async Task Write(ImageRecipe recipe, AbsolutePath folder, StepContext step)
    {
        // Without rewrite-timestamp, layers hold the time of the build, and no two builds are equal.
        using var _ = await Build(
            recipe,
            ["--output", $"type=oci,tar=false,dest={folder},rewrite-timestamp=true"],
            step
        );
    }

    private async Task<JsonDocument> Build(ImageRecipe recipe, ImmutableArray<string> output, StepContext step)
    {
        var scratch = Scratch.Create(step.Artifacts, "buildx");
        try
        {
            // BuildKit takes a file as unchanged where folder name, size and time are the same, and all files have the
            // commit's time: no two contexts may share a folder name.
            var context = scratch.CreateSubdirectory(scratch.Name).FullName;
            var metadata = Path.Combine(scratch.FullName, "metadata.json");
            recipe.Context.Stage(context, step.Log.Write);

            using var login = DockerConfigFolder.For(step.Environment, step);
            var outcome = await step.RunOwn(
                new(
                    docker,
                    [
                        .. Arguments(Within(step.Artifacts, recipe), Builder, await DockerfileOf(recipe, scratch)),
                        .. output,
                        "--metadata-file",
                        metadata,
                        context,
                    ]
                )
                {
                    Directory = step.Artifacts,
                    Variables = Variables().SetItems(login.Variables),
                }
            );
            if (!outcome.Succeeded)
                throw EngineFailure.Of(
                    $"{Name} could not build {recipe.Tag}: {Reason(outcome.Error, outcome.ExitCode)}"
                );
            return JsonDocument.Parse(await File.ReadAllBytesAsync(metadata, step.Cancellation));
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    // Buildx cuts the path of a layout at its first "@" or ":", and workspaces may have these: Jenkins calls its second
    // one job@2.
    private static ImageRecipe Within(AbsolutePath artifacts, ImageRecipe recipe) =>
        recipe with
        {
            Contexts = recipe.Contexts.ToImmutableSortedDictionary(
                context => context.Key,
                context =>
                    context.Value.Replace($"oci-layout://{artifacts}/", "oci-layout://", StringComparison.Ordinal)
            ),
        };

    private static async Task<string> DockerfileOf(ImageRecipe recipe, DirectoryInfo scratch)
    {
        if (recipe.Context.DockerfileText is not { } text)
            return recipe.Context.Dockerfile;
        var file = Path.Combine(scratch.FullName, "Dockerfile");
        await File.WriteAllTextAsync(file, text);
        return file;
    }

    private static IEnumerable<string> Arguments(ImageRecipe recipe, string? builder, string dockerfile)
    {
        yield return "buildx";
        yield return "build";
        if (builder is not null)
            yield return $"--builder={builder}";
        yield return "--progress=plain";
        // Buildx's own attestations hold the time of the build, so that the digest changes each time. Sign attests
        // instead.
        yield return "--provenance=false";
        yield return "--sbom=false";
        yield return $"--file={dockerfile}";
        yield return $"--tag={recipe.Tag}";
        var epoch = recipe.Context.Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        yield return $"--build-arg=SOURCE_DATE_EPOCH={epoch}";
        foreach (var (name, value) in recipe.Arguments.OrderBy(each => each.Key, StringComparer.Ordinal))
            yield return $"--build-arg={name}={value}";
        foreach (var (name, value) in recipe.Labels.OrderBy(each => each.Key, StringComparer.Ordinal))
            yield return $"--label={name}={value}";
        foreach (var (name, variable) in recipe.Secrets)
            yield return $"--secret=id={name},env={variable}";
        foreach (var (name, image) in recipe.Contexts)
            yield return $"--build-context={name}={image}";
        if (!recipe.Platforms.IsEmpty)
            yield return $"--platform={string.Join(',', recipe.Platforms)}";
    }

    // The user's Docker context may name another daemon.
    private ImmutableDictionary<string, string?> Variables() =>
        ImmutableDictionary<string, string?>
            .Empty.Add("DOCKER_HOST", endpoint.OriginalString)
            .Add("DOCKER_CONTEXT", null);

    private async Task<string?> Ask(CancellationToken cancellation, params ImmutableArray<string> question) =>
        await Try(Patience, cancellation, question) is { ExitCode: 0 } answer ? answer.StandardOutput : null;

    // "github.com/docker/buildx v0.24.0 COMMIT"; distributions omit the v.
    private static string? VersionIn(string? said)
    {
        if (said is null || Version().Match(said) is not { Success: true } version)
            return null;
        var (major, minor) = (Number(version.Groups["major"]), Number(version.Groups["minor"]));
        return major > 0 || minor >= FirstMinor ? version.Value.TrimStart(' ', 'v') : null;
    }

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    // The builder's "Name:   default", which precedes those of its nodes.
    private static string? Value(string? about, string name) =>
        about
            ?.Split('\n')
            .TakeWhile(line => !line.StartsWith("Nodes:", StringComparison.Ordinal))
            .Where(line => line.StartsWith($"{name}:", StringComparison.Ordinal))
            .Select(line => line[(name.Length + 1)..].Trim())
            .FirstOrDefault(value => value.Length > 0);

    private static string Reason(string said, int exitCode)
    {
        var lines = said.Split('\n', StringSplitOptions.TrimEntries);
        var error = Array.FindLastIndex(lines, line => line.StartsWith("ERROR: ", StringComparison.Ordinal));
        return error < 0 ? $"it ended with {exitCode}" : lines[error]["ERROR: ".Length..];
    }

    [GeneratedRegex(@" v?(?<major>\d{1,4})\.(?<minor>\d{1,4})[^\s]*", RegexOptions.ExplicitCapture)]
    private static partial Regex Version();
}
