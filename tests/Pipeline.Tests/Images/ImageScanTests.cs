using System.Text;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images;
using Pipeline.Images.Building;

namespace Pipeline.Tests.Images;

public sealed class ImageScanTests(Engines engines)
{
    // Stands for a scanner that is installed; the scan itself is given by each test.
    private const string Installed = "sh";

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Podman)]
    public async Task The_scanner_gets_the_image_that_was_built_whatever_its_tag_names_meanwhile(string engine)
    {
        await using var harness = await ImageHarness.Create(engines, engine);
        await harness.Image();
        var built = await harness.Taken<BuiltImage>();
        await Retag(engine, harness);
        var scanned = "";

        var result = await harness.Execute(
            "Scan",
            (service, step) =>
                ImageScan.Run(
                    service,
                    step,
                    Installed,
                    archive =>
                    {
                        scanned = File.ReadAllText(archive.File, Encoding.Latin1);
                        return Task.FromResult(StepResult.PassedWith("clean"));
                    },
                    results => results.ShouldHaveSingleItem()
                )
        );

        result.ShouldBe(StepResult.PassedWith("clean"), harness.Steps.Log("Scan"));
        (await harness.Inspect(harness.Reference)).Id.ShouldNotBe(built.Id);
        scanned.ShouldContain(built.Id["sha256:".Length..]);
    }

    [Fact]
    public async Task An_image_that_the_engine_has_lost_is_not_scanned()
    {
        await using var harness = await ImageHarness.Create(engines, Engines.Docker);
        var lost = $"sha256:{new string('0', 64)}";

        var result = await harness.Execute(
            "Scan",
            (service, step) =>
            {
                step.Provide(new BuiltImage(new("127.0.0.1:1", "lost", "1"), lost, IsReused: false));
                return ImageScan.Run(service, step, Installed, Never, Judge);
            }
        );

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain($"could not save {lost}");
    }

    [Fact]
    public async Task A_scanner_that_is_not_installed_is_no_pass()
    {
        await using var harness = await ImageHarness.Create(engines, Engines.Docker);

        var result = await harness.Execute(
            "Scan",
            (service, step) => ImageScan.Run(service, step, "no-such-scanner", Never, Judge)
        );

        result.Status.ShouldBe(StepStatus.Skipped);
        result.Reason!.ShouldStartWith("no-such-scanner is not installed");
    }

    [Fact]
    public async Task An_archive_of_another_image_is_refused()
    {
        await using var harness = await ImageHarness.Create(engines, Engines.Docker);
        await harness.Image();
        var built = await harness.Taken<BuiltImage>();
        var archive = harness.Steps.Root / "image.tar";
        await (await engines.Start(Engines.Docker)).Save(built.Id, archive, CancellationToken.None);

        var failure = await Should.ThrowAsync<StepFailedException>(() =>
            ImageArchive.Verify(archive, built with { Id = "sha256:other" }, CancellationToken.None)
        );

        failure.Message.ShouldBe($"the engine saved another image than sha256:other ({built.Reference}): {built.Id}");
    }

    private static Task<StepResult> Never(PlatformArchive archive) =>
        throw new InvalidOperationException("was scanned");

    private static StepResult Judge(ImmutableArray<StepResult> results) => results[0];

    private async Task Retag(string engine, ImageHarness harness)
    {
        await using var other = await ImageHarness.Create(engines, engine, harness.Steps.Service.Name);
        other.Source = other.Source with { Commit = new('c', 40) };
        (await other.Image()).Reason!.ShouldStartWith("built ");
    }
}
