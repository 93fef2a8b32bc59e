using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Images.Engines;
using Pipeline.Quality;
using Pipeline.Quality.Scanners;

namespace Pipeline.Images;

/// <summary>The target <c>Scan</c>: has a scanner look at exactly the image that was built.</summary>
public static class ImageScan
{
    /// <summary>Has Trivy look at the <see cref="BuiltImage"/> of a service, and judges what it found.</summary>
    public static Task<StepResult> Run(Service service, StepContext step) =>
        Run(
            service,
            step,
            Trivy.Name,
            async archive => Gate.JudgeVulnerabilities(step, await Trivy.Scan(step, TrivyTarget.ImageArchive(archive)))
        );

    /// <summary>
    /// Takes the <see cref="BuiltImage"/> of a service, and gives the scanner an archive of it. The archive is checked to hold that
    /// image and no other, so that no tag can come in between.
    /// </summary>
    /// <param name="service">The service.</param>
    /// <param name="step">The step.</param>
    /// <param name="scanner">The scanner's program; without it the step is not able to do its work.</param>
    /// <param name="scan">Has it look at an archive as <c>docker save</c> writes it, and judges what it found.</param>
    internal static Task<StepResult> Run(
        Service service,
        StepContext step,
        string scanner,
        Func<AbsolutePath, Task<StepResult>> scan
    ) =>
        ImageStep.Run(
            service,
            step,
            async () =>
            {
                if (step.FindProgram(scanner) is null)
                    return step.Unable(
                        $"{scanner} is not installed: ./build.sh Setup installs what it can, ./build.sh Doctor tells how to get the rest"
                    );

                var engine = await step.Engine();
                var image = step.Take<BuiltImage>();
                var archive = step.Output("scratch", "image.tar");
                try
                {
                    await engine.Save(image.Id, archive, step.Cancellation);
                    await ImageArchive.Verify(archive, image, step.Cancellation);
                    return await scan(archive);
                }
                finally
                {
                    File.Delete(archive);
                }
            }
        );
}
