using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Building;
using Pipeline.Images.Engines;
using Pipeline.Images.Layouts;
using Pipeline.Images.Registries;
using Pipeline.Images.Versions;
using Pipeline.Planning.Versions;

namespace Pipeline.Images;

/// <summary>The image that a run brings about for a service or base image, wherever it is found.</summary>
/// <param name="Reference">Its name and tag in the environment's registry.</param>
/// <param name="Identity">What identifies it.</param>
/// <param name="Suffix">What is added to identity and tag where files differ from the commit; else empty.</param>
internal sealed record ExpectedImage(ImageReference Reference, ImageIdentity Identity, string Suffix)
{
    private const string DirtySuffix = "-dirty";

    /// <summary>The version that it was pushed as before; null where it has none, or where that is unknown.</summary>
    public PlannedVersion? Version { get; private init; }

    /// <summary>True where it is of a commit, with nothing that differs from it.</summary>
    public bool IsClean => Suffix.Length == 0;

    /// <summary>The image of a run.</summary>
    /// <param name="source">The service or base image.</param>
    /// <param name="step">The step.</param>
    /// <param name="versions">Finds the version that the commit was pushed as before.</param>
    public static async Task<ExpectedImage> Of(ImageSource source, StepContext step, IImageVersions versions)
    {
        var suffix = step.Source.ChangesOf(step.Platform, source).IsEmpty ? "" : DirtySuffix;
        var identity = await ImageIdentity.Of(source, step);
        return new(new(step.Environment.Registry, source.Image, identity.Tag + suffix), identity, suffix)
        {
            Version = source is Service service
                ? await versions.Find(service, step)
                : new(identity.Tag, null, IsTaken: true),
        };
    }

    /// <summary>The image that was pushed before; null where there is none, or where that cannot be told.</summary>
    public async Task<Manifest?> FindPushed(StepContext step)
    {
        if (Version is null)
            return null;

        var reference = Reference with { Tag = Version.Version };
        try
        {
            var registry = await RegistryAccess.Of(step);
            return await registry.Client.Find(reference.Repository, reference.Tag!, step.Log, step.Cancellation);
        }
        catch (StepFailedException unknown)
        {
            // It is not needed here. Push does not work without the registry, and reports it.
            step.Log.Write($"cannot tell whether {reference} was pushed before: {unknown.Message}");
            return null;
        }
    }

    /// <summary>Pulls the image that was pushed before as a layout, in place of the one that is there.</summary>
    /// <exception cref="StepFailedException">It is another image.</exception>
    public async Task<LocalImage> PullLayout(Manifest pushed, StepContext step)
    {
        var registry = await RegistryAccess.Of(step);
        var layout = await LayoutTransfer.Pull(
            registry.Client,
            Reference.Repository,
            pushed.Digest,
            ImageLayout.In(step),
            step
        );
        return Pushed(LocalImage.Of(layout, step.Artifacts));
    }

    /// <summary>The image, if it is the expected one.</summary>
    /// <exception cref="StepFailedException">It is another image.</exception>
    public LocalImage Pushed(LocalImage image) =>
        IsOf(image)
            ? image
            : throw new StepFailedException(
                $"{Reference} is in the registry and was built from {Named(image)}, not from {Identity.Value}: remove it there, or commit anew"
            );

    /// <summary>The labels that it gets where it is built.</summary>
    public ImmutableDictionary<string, string> LabelsIn(StepContext step) =>
        ImageLabels
            .Of(step.Subject, step, Reference.Tag!, step.Source.Commit + Suffix)
            .SetItem(Identity.Label, Identity.Value + Suffix);

    /// <summary>True where an image says that it is this one.</summary>
    public bool IsOf(LocalImage image) => image.Labels.GetValueOrDefault(Identity.Label) == Identity.Value + Suffix;

    /// <summary>What an image says that it was built from, as a part of a sentence.</summary>
    public string Named(LocalImage image) => image.Labels.GetValueOrDefault(Identity.Label) ?? "an unknown revision";
}
