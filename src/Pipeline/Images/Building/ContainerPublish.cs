using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Processes;
using Pipeline.Images.Engines;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Languages;
using Pipeline.Quality.Languages.DotNet;

namespace Pipeline.Images.Building;

/// <summary>The image of a .NET project without a Dockerfile, as the SDK publishes it.</summary>
/// <remarks>https://learn.microsoft.com/dotnet/core/containers/publish-configuration</remarks>
internal static class ContainerPublish
{
    /// <summary>Its name in messages.</summary>
    public const string Tool = "dotnet publish";

    private const string BaseName = "org.opencontainers.image.base.name";
    private const string BaseDigest = "org.opencontainers.image.base.digest";

    /// <summary>Publishes the project of the step's service into the engine.</summary>
    /// <exception cref="StepFailedException">It could not be published.</exception>
    public static async Task<LocalImage> Run(
        ImageReference reference,
        IReadOnlyDictionary<string, string> labels,
        StepContext step
    )
    {
        var project = step.Subject.Project!;
        var build = step.Subject.Build;
        if (build.Platforms.Length > 1)
            throw new StepFailedException(
                $"{reference} is to be built for {string.Join(" and ", build.Platforms)}, and {step.RepositoryPath(project)} is published for one platform: name one in build.platforms, or add a Dockerfile"
            );
        foreach (var name in build.Arguments.Keys.Concat(build.Secrets.Keys))
            step.Log.Write($"left out: there is no Dockerfile for {name}");

        // The same folder each time, as the compiler writes its path into the assemblies.
        var archive = step.Output("publish", "image.tar");
        FolderRemoval.Force(archive.Parent!);
        Directory.CreateDirectory(archive.Parent!);
        var rewritten = Scratch.NameFile(Scratch.MarkOf(step.Artifacts), "published");
        try
        {
            await Publish(project, reference, archive, step);
            var id = await PublishedArchive.Rewrite(
                archive,
                rewritten,
                $"{reference}",
                labels,
                step.Source.Time,
                step.Cancellation
            );
            var image = await Load(rewritten, id, reference, step);
            step.Provide(new BuildDependencies(image.Id, BasesOf(image.Labels)));
            return image;
        }
        finally
        {
            File.Delete(rewritten);
            FolderRemoval.Force(archive.Parent!);
        }
    }

    /// <summary>The base image that the SDK names in the labels of an image; none where it names none.</summary>
    internal static ImmutableArray<ImageReference> BasesOf(IReadOnlyDictionary<string, string> labels) =>
        labels.GetValueOrDefault(BaseName) is { Length: > 0 } name
            ? [ImageReference.Parse(name) with { Digest = labels.GetValueOrDefault(BaseDigest) }]
            : [];

    private static async Task Publish(
        AbsolutePath project,
        ImageReference reference,
        AbsolutePath archive,
        StepContext step
    )
    {
        var command = DotNetToolchain.DotNet(
            step,
            [
                "publish",
                project,
                "--nologo",
                "--configuration",
                "Release",
                // What Compile builds at the same time stays as it is.
                "--artifacts-path",
                archive.Parent!,
                .. step.Subject.Build.Platforms is [var platform] ? RuntimeOf(platform) : [],
                "-t:PublishContainer",
                "-p:EnableSdkContainerSupport=true",
                $"-p:ContainerArchiveOutputPath={archive}",
                "-p:ContainerImageFormat=Docker",
                // Nothing is pushed, whatever the project says.
                "-p:ContainerRegistry=",
                $"-p:ContainerRepository={reference.Repository}",
                $"-p:ContainerImageTag={reference.Tag}",
                "-p:ContainerImageTags=",
                "-p:ContainerGenerateLabelsImageCreated=false",
            ]
        );
        // Layers that other services could have written are not used.
        var outcome = await step.Run(
            command with
            {
                Variables = command.Variables.SetItem("XDG_CACHE_HOME", archive.Parent! / "cache"),
            }
        );
        var place = step.RepositoryPath(project);
        if (!outcome.Succeeded)
            throw new StepFailedException($"{Tool} could not publish {place}: {Reason(outcome, step)}");
        if (!File.Exists(archive))
            throw new StepFailedException(
                $"{Tool} made no image of {place}: let its SDK be 8.0.200 or later, or add a Dockerfile"
            );
    }

    // What a task throws stands below the line that says so.
    private static string Reason(CommandOutcome outcome, StepContext step) =>
        MsBuildErrors.Read(step, Tool, $"{outcome.Output}\n{outcome.Error}") is { IsEmpty: false } errors
            ? string.Join("; ", errors.Take(2).Select(error => $"{error.Place}: {error.RuleId}: {error.Message}"))
            : outcome.LastLine();

    // OCI's names of architectures are not those of .NET.
    private static ImmutableArray<string> RuntimeOf(string platform)
    {
        var (system, architecture) = platform.Split('/', 2) is [var first, var second]
            ? (first, second)
            : (platform, "");
        return
        [
            "--os",
            system,
            "--arch",
            architecture switch
            {
                "amd64" => "x64",
                "386" => "x86",
                "arm64/v8" => "arm64",
                "arm/v7" => "arm",
                _ => architecture,
            },
        ];
    }

    private static async Task<LocalImage> Load(string archive, string id, ImageReference reference, StepContext step)
    {
        var engine = await step.Engine();
        await engine.Load(archive, step.Log, step.Cancellation);
        // By id, as another run may tag its own at the same time; Docker's containerd image store has other ids.
        return await engine.Find(id, step.Cancellation)
            ?? await engine.Find($"{reference}", step.Cancellation)
            ?? throw new StepFailedException($"{engine.Name} loaded {reference}, but does not find it");
    }
}
