using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Building;
using Pipeline.Images.Engines;
using Pipeline.Images.Layouts;
using Pipeline.Images.Versions;

namespace Pipeline.Images;

/// <summary>
/// The target <c>Receive</c>: takes the image that a job on another machine has built. Code of the service has run
/// there, so nothing counts of what else that job hands over.
/// </summary>
internal static class ImageReceipt
{
    /// <summary>
    /// Provides the <see cref="BuiltImage"/> of a service or base image: the one that has arrived, or the one of the
    /// same commit that the registry already has, as its tag is not set twice.
    /// </summary>
    /// <param name="source">The service or base image.</param>
    /// <param name="step">The step.</param>
    /// <param name="versions">Finds the version that the commit was pushed as before.</param>
    public static Task<StepResult> Run(ImageSource source, StepContext step, IImageVersions versions) =>
        MissingDockerfile.SkipOr(
            source,
            step,
            async () =>
            {
                var arrived = Arrived(source, step);
                var exported =
                    HandoverFile.Read<ExportedImage>(arrived / ExportedImage.FileName, step.Log.Write)
                    ?? throw Missing(source, step);
                var layout = ImageLayout.Find(arrived / ExportedImage.Layout) ?? throw Missing(source, step);
                if (layout.Digest != exported.Digest)
                    throw new StepFailedException(
                        $"{layout.Folder} holds {layout.Digest}, and {exported.Digest} was handed over: build it again"
                    );

                var expected = await ExpectedImage.Of(source, step, versions);
                Check(expected, LocalImage.Of(layout, step.Artifacts), source);
                if (await expected.FindPushed(step) is { } pushed && pushed.Digest != layout.Digest)
                {
                    var earlier = await expected.PullLayout(pushed, step);
                    step.Provide(
                        new BuiltImage(expected.Reference, earlier.Id, IsReused: true) { Layout = earlier.Layout }
                    );
                    // Another service's run may have pushed it a moment ago, and is about to sign it.
                    if (source is OwnBase)
                        step.Provide(new AdoptedImage(pushed.Digest));
                    return StepResult.PassedWith($"already pushed {expected.Reference.Tag}, {earlier.Describe()}");
                }

                var image = LocalImage.Of(await layout.CopyTo(ImageLayout.In(step), step.Cancellation), step.Artifacts);
                step.Provide(
                    new BuiltImage(expected.Reference, image.Id, !exported.IsBuiltHere) { Layout = image.Layout }
                );
                if (exported.IsBuiltHere)
                    step.Provide(new BuiltHere(image.Id));
                if (exported.BuiltOn is { } images)
                    step.Provide(new BuildDependencies(image.Id, images) { HasOwnDigests = true });
                return StepResult.PassedWith($"{image.Id}, {image.Describe()}");
            }
        );

    private static AbsolutePath Arrived(ImageSource source, StepContext step) =>
        step.Extension<Arrivals>().FoldersOf(step.Source.Commit, source.Name).FirstOrDefault()
        ?? throw Missing(source, step);

    private static void Check(ExpectedImage expected, LocalImage image, ImageSource source)
    {
        if (!expected.IsOf(image))
            throw new StepFailedException(
                $"the image handed over for {source.Name} was built from {expected.Named(image)}, not from {expected.Identity.Value}: build it again"
            );
        var platforms = source.Build.Platforms;
        if (platforms.Length > 1 && !platforms.Order().SequenceEqual(image.Platforms.Order()))
            throw new StepFailedException(
                $"the image handed over for {source.Name} is for {string.Join(", ", image.Platforms)}, not for {string.Join(", ", platforms)}: build it again"
            );
    }

    private static StepFailedException Missing(ImageSource source, StepContext step) =>
        new(
            $"no image of {source.Name} at {step.Source.Tag} was handed over: run Export in the job before, and give its artifact and digest by --handover; to build and publish on one machine, leave Receive out"
        );
}
