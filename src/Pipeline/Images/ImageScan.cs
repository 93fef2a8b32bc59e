using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Images.Building;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;

namespace Pipeline.Images;

/// <summary>The target <c>Scan</c>: scans exactly the image that was built.</summary>
internal static class ImageScan
{
    /// <summary>
    /// Scans the <see cref="BuiltImage"/> of a service or base image with Trivy, and judges the findings.
    /// </summary>
    public static Task<StepResult> Run(ImageSource source, StepContext step) =>
        Run(
            source,
            step,
            Trivy.Name,
            async archive => (archive.Platform, await Trivy.Scan(step, TrivyTarget.ImageArchive(archive.File))),
            reports => Gate.JudgeVulnerabilities(step, PlatformReports.Merge(reports))
        );

    /// <summary>
    /// Runs a scanner on an archive of the <see cref="BuiltImage"/>, one for each platform. The archive is verified to
    /// hold that image and no other, so that a moved tag makes no difference.
    /// </summary>
    /// <param name="source">The service or base image.</param>
    /// <param name="step">The step.</param>
    /// <param name="scanner">The scanner's program; where it is not installed, the step is unable to run.</param>
    /// <param name="scan">Scans an archive in the format of <c>docker save</c>.</param>
    /// <param name="judge">Judges the findings of all platforms.</param>
    internal static Task<StepResult> Run<T>(
        ImageSource source,
        StepContext step,
        string scanner,
        Func<PlatformArchive, Task<T>> scan,
        Func<ImmutableArray<T>, StepResult> judge
    ) =>
        MissingDockerfile.SkipOr(
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
