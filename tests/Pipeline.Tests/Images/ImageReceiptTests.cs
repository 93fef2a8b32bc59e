using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Deployments.GitOps.Versions;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images;
using Pipeline.Images.Building;
using Pipeline.Images.Engines;
using Pipeline.Images.Layouts;
using Pipeline.Tests.Images.Registries;

namespace Pipeline.Tests.Images;

/// <summary>An image that is built on one machine, and published from another.</summary>
public sealed class ImageReceiptTests(Engines engines)
{
    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Buildx)]
    [InlineData(Engines.BuildxStore)]
    [InlineData(Engines.Podman)]
    public async Task An_image_is_scanned_and_pushed_where_there_is_no_engine(string engine)
    {
        await using var builder = await Built(engine);
        await using var publisher = Beside(builder);
        var id = "";

        var received = await Receive(publisher);
        var scanned = await Scan(publisher, archive => id = archive.ImageId);
        var pushed = await WithoutEngine(publisher, "Push", (s, step) => ImagePush.Run(s, step, new GitVersions()));

        received.Status.ShouldBe(StepStatus.Passed, received.Reason);
        scanned.Status.ShouldBe(StepStatus.Passed, scanned.Reason);
        pushed.Reason.ShouldBe($"pushed as {(await builder.Taken<ExportedImage>()).Digest}");
        using var registry = new Pipeline.Images.Registries.RegistryClient(
            await engines.Registry,
            new AnonymousLogin()
        );
        var there = await publisher.Ask(step =>
            registry.Find(publisher.Service.Image, "aaaaaaa", step.Log, TestContext.Current.CancellationToken)
        );
        there!.ConfigDigest.ShouldBe(id);
    }

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Podman)]
    public async Task An_image_of_the_engine_has_the_same_digest_and_files_however_often_it_is_exported(string engine)
    {
        await using var harness = await Built(engine);
        var first = await harness.Taken<ExportedImage>();
        await harness.Execute("Export", ImageExport.Run);
        await using var publisher = Beside(harness);
        string[] files = [];

        await Receive(publisher);
        await Scan(publisher, async archive => files = [.. (await SavedImage.Read(archive)).Files]);

        (await harness.Taken<ExportedImage>()).ShouldBe(first);
        files.Order(StringComparer.Ordinal).ShouldBe(await harness.BuiltFiles());
    }

    [Fact]
    public async Task What_a_job_hands_over_beside_the_image_is_not_taken()
    {
        await using var builder = await Built(Engines.Docker);
        await using var publisher = Beside(
            builder,
            folder =>
            {
                HandoverFile.Write(folder / "PushedImage.Push.json", Json(new PushedImage(Foreign)), durable: false);
                HandoverFile.Write(
                    folder / "BuiltImage.Image.json",
                    Json(new BuiltImage(Foreign, "sha256:0", IsReused: false)),
                    durable: false
                );
            }
        );

        await Receive(publisher);

        var taken = await publisher.Ask(step => Task.FromResult((step.Find<BuiltImage>(), step.Find<PushedImage>())));
        $"{taken.Item1!.Reference}".ShouldBe(builder.Reference);
        taken.Item2.ShouldBeNull();

        static byte[] Json<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value);
    }

    [Fact]
    public async Task An_image_that_was_built_from_another_commit_is_refused()
    {
        await using var builder = await Built(Engines.Docker);
        var other = builder.Source with { Commit = new('b', 40), Tag = "bbbbbbb" };
        await using var publisher = Beside(
            builder,
            folder =>
            {
                Directory.CreateDirectory(folder.Parent!.Parent! / other.Commit);
                var moved = folder.Parent!.Parent! / other.Commit / folder.Name;
                Directory.Move(folder, moved);
                // As the job would have written it for that commit.
                var value = File.ReadAllBytes(moved / ExportedImage.FileName)[65..];
                HandoverFile.Write(moved / ExportedImage.FileName, value, durable: false);
            }
        );
        publisher.Source = other;

        var result = await Receive(publisher);

        result.ShouldBe(
            StepResult.Failed(
                $"the image handed over for {publisher.Service.Name} was built from {builder.Source.Commit}, not from {other.Commit}: build it again"
            )
        );
    }

    [Fact]
    public async Task A_layout_of_another_image_than_the_value_beside_it_names_is_refused()
    {
        await using var builder = await Built(Engines.Docker);
        var digest = (await builder.Taken<ExportedImage>()).Digest;
        builder.Steps.Write("content", "another one");
        await using var other = await ImageHarness.Create(engines, Engines.Docker);
        await other.Image();
        await other.Execute("Export", ImageExport.Run);
        await using var publisher = Beside(
            builder,
            folder =>
            {
                Directory.Delete(folder / ExportedImage.Layout, recursive: true);
                Copy(FolderOf(other) / ExportedImage.Layout, folder / ExportedImage.Layout);
            }
        );

        var result = await Receive(publisher);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain($"and {digest} was handed over: build it again");
    }

    [Fact]
    public async Task Without_an_image_that_was_handed_over_there_is_nothing_to_receive()
    {
        await using var builder = await Built(Engines.Docker);
        await using var publisher = Beside(builder, folder => Directory.Move(folder, $"{folder}-other"));

        var result = await Receive(publisher);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith($"no image of {publisher.Service.Name} at aaaaaaa was handed over: ");
    }

    [Fact]
    public async Task What_the_registry_has_of_the_commit_already_is_published_rather_than_a_second_build()
    {
        await using var first = await Built(Engines.Docker);
        await first.Push();
        var pushed = await first.Taken<PushedImage>();
        await using var second = await Built(Engines.Podman, first.Steps.Service.Name);
        await using var publisher = Beside(second);

        var received = await Receive(publisher);
        var result = await WithoutEngine(publisher, "Push", (s, step) => ImagePush.Run(s, step, new GitVersions()));

        received.Reason!.ShouldStartWith("already pushed");
        result.Reason.ShouldBe($"already in the registry as {pushed.Reference.Digest}");
        (await publisher.Ask(step => Task.FromResult(step.Find<BuiltHere>()))).ShouldBeNull();
    }

    private static Pipeline.Catalog.ImageReference Foreign =>
        Pipeline.Catalog.ImageReference.Parse($"127.0.0.1:1/other@sha256:{new string('0', 64)}");

    private async Task<ImageHarness> Built(string engine, string? service = null)
    {
        var harness = await ImageHarness.Create(engines, engine, service);
        await harness.Image();
        var exported = await harness.Execute("Export", ImageExport.Run);
        exported.Status.ShouldBe(StepStatus.Passed, exported.Reason);
        return harness;
    }

    // The machine of the next job, with the artifact of the one before.
    private static Steps.StepHarness Beside(ImageHarness builder, Action<AbsolutePath>? tamper = null)
    {
        var publisher = new Steps.StepHarness(builder.Steps.Service.Name)
        {
            Environment = builder.Steps.Environment,
            Source = builder.Source,
        };
        publisher.Service = publisher.Service with { Dockerfile = publisher.Service.Directory / "Dockerfile" };
        var arrived = publisher.Root / "artifacts" / "arrivals" / "image";
        Copy(Handover.In(builder.Steps.Root / "artifacts"), arrived);
        tamper?.Invoke(arrived / builder.Source.Commit / builder.Steps.Service.Name);
        publisher.Extensions =
        [
            KnownRegistries.All,
            Arrivals.Read(publisher.Root / "artifacts", $"image@{HandoverDigest.Of(arrived)}"),
        ];
        return publisher;
    }

    private static Task<StepResult> Receive(Steps.StepHarness publisher) =>
        WithoutEngine(publisher, "Receive", (service, step) => ImageReceipt.Run(service, step, new GitVersions()));

    private static Task<StepResult> Scan(Steps.StepHarness publisher, Action<PlatformArchive> look) =>
        Scan(
            publisher,
            archive =>
            {
                look(archive);
                return Task.CompletedTask;
            }
        );

    private static Task<StepResult> Scan(Steps.StepHarness publisher, Func<PlatformArchive, Task> look) =>
        WithoutEngine(publisher, "Scan", ImageHarness.Scanning(look));

    private static Task<StepResult> WithoutEngine(
        Steps.StepHarness publisher,
        string target,
        Func<Pipeline.Catalog.Service, StepContext, Task<StepResult>> body
    ) =>
        publisher.Execute(
            target,
            async (service, step) =>
            {
                await (
                    (Task)step.Shared<ContainerEngine>(_ => throw new StepFailedException("there is no engine here"))
                ).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return await body(service, step);
            }
        );

    private static AbsolutePath FolderOf(ImageHarness harness) =>
        Handover.FolderOf(harness.Steps.Root / "artifacts", harness.Source, harness.Steps.Service.Name);

    private static void Copy(AbsolutePath from, AbsolutePath to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = to / Path.GetRelativePath(from, file);
            Directory.CreateDirectory(target.Parent!);
            File.Copy(file, target);
        }
    }
}
