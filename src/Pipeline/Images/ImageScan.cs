using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Images.Building;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;

namespace Pipeline.Images;

/// <summary>The target <c>Scan</c>: has a scanner look at exactly the image that was built.</summary>
public static class ImageScan
{
    /// <summary>Has Trivy look at the <see cref="BuiltImage"/> of a service or base image, and judges what it found.</summary>
    public static Task<StepResult> Run(ImageSource source, StepContext step) =>
        Run(
            source,
            step,
            Trivy.Name,
            async archive => (archive.Platform, await Trivy.Scan(step, TrivyTarget.ImageArchive(archive.File))),
            reports => Gate.JudgeVulnerabilities(step, PlatformReports.Merge(reports))
        );

    /// <summary>
    /// Takes the <see cref="BuiltImage"/> of a service or base image, and gives the scanner an archive of it, one for each platform. The archive is
    /// checked to hold that image and no other, so that no tag can come in between.
    /// </summary>
    /// <param name="source">The service or base image.</param>
    /// <param name="step">The step.</param>
    /// <param name="scanner">The scanner's program; without it the step is not able to do its work.</param>
    /// <param name="scan">Has it look at an archive as <c>docker save</c> writes it.</param>
    /// <param name="judge">Judges what it found in all of them.</param>
    internal static Task<StepResult> Run<T>(
        ImageSource source,
        StepContext step,
        string scanner,
        Func<PlatformArchive, Task<T>> scan,
        Func<ImmutableArray<T>, StepResult> judge
    ) =>
        ImageStep.Run(
            source,
            step,
            async () =>
                step.FindProgram(scanner) is null
                    ? step.Unable(
                        $"{scanner} is not installed: ./build.sh Setup installs what it can, ./build.sh Doctor tells how to get the rest"
                    )
                    : judge(await PlatformArchive.Each(step.Take<BuiltImage>(), "image.tar", step, scan))
        );
}
