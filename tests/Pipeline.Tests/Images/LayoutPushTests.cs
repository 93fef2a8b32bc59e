using Pipeline.Execution.Steps;
using Pipeline.Images.Registries;

namespace Pipeline.Tests.Images;

/// <summary>An image of two platforms on its way to a registry, which breaks off; and the next push.</summary>
public sealed class LayoutPushTests(Engines engines)
{
    public static TheoryData<Trouble> Troubles => [.. Enum.GetValues<Trouble>()];

    [Theory, MemberData(nameof(Troubles))]
    public async Task A_push_that_ends_within_the_blobs_is_completed_by_the_next(Trouble trouble)
    {
        await using var push = await LayoutPush.Create(engines);
        var last = push.Layout.Images[1].Layers.Last();

        var interrupted = await push.Interrupted(trouble, PutOf(last));

        interrupted.Status.ShouldBe(StepStatus.Failed);
        await NextSendsWhatIsMissing(push, last);
    }

    [Theory, MemberData(nameof(Troubles))]
    public async Task A_push_that_ends_within_a_chunk_of_a_blob_is_completed_by_the_next(Trouble trouble)
    {
        await using var push = await LayoutPush.Create(engines);

        var interrupted = await push.Interrupted(trouble, "^PATCH .*");

        interrupted.Status.ShouldBe(StepStatus.Failed);
        await NextSendsWhatIsMissing(push, push.Large);
    }

    [Theory, MemberData(nameof(Troubles))]
    public async Task A_push_that_ends_between_the_manifests_of_two_platforms_sends_no_more_than_the_rest(
        Trouble trouble
    )
    {
        await using var push = await LayoutPush.Create(engines);
        var (first, second) = (push.Layout.Images[0].Manifest.Digest, push.Layout.Images[1].Manifest.Digest);

        var interrupted = await push.Interrupted(trouble, $"^PUT .*/manifests/{second}");

        interrupted.Status.ShouldBe(StepStatus.Failed);
        (await push.Named()).ShouldBe([first]);
        await NextPutsNoMoreThan(push, second, push.Tag);
    }

    [Theory, MemberData(nameof(Troubles))]
    public async Task A_push_that_ends_before_the_index_sends_that_alone(Trouble trouble)
    {
        await using var push = await LayoutPush.Create(engines);

        var interrupted = await push.Interrupted(trouble, $"^PUT .*/manifests/{push.Tag}$");

        interrupted.Status.ShouldBe(StepStatus.Failed);
        (await push.Named()).ShouldBe(push.Layout.Images.Select(image => image.Manifest.Digest), ignoreOrder: true);
        await NextPutsNoMoreThan(push, push.Tag);
    }

    [Fact]
    public async Task An_index_whose_yes_got_lost_is_there_and_counts_as_pushed()
    {
        await using var push = await LayoutPush.Create(engines);
        push.Registry.LoseAnswer($"^PUT .*/manifests/{push.Tag}$", LayoutPush.Attempts);

        var result = await push.Run();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        (await push.Named()).ShouldBe(push.Names, ignoreOrder: true);
        (await push.Run()).ShouldBe(StepResult.PassedWith($"already in the registry as {push.Layout.Digest}"));
    }

    [Fact]
    public async Task Trouble_that_passes_within_a_push_is_sat_out()
    {
        await using var push = await LayoutPush.Create(engines);
        push.Registry.Reset("^PATCH ", 1, after: 1000);
        push.Registry.Answer(PutOf(push.Layout.Images[0].Config), 2, 500);
        push.Registry.Answer("^PUT .*/manifests/", 3, 503);

        await Completes(push);
    }

    // Without all of its blobs there is nothing that could be asked for.
    private static async Task NextSendsWhatIsMissing(LayoutPush push, Descriptor interrupted)
    {
        (await push.Named()).ShouldBeEmpty();
        var missing = await push.MissingBlobs();
        missing.ShouldContain(interrupted.Digest);
        await Completes(push);
        push.SentBlobs().ShouldBe(missing, ignoreOrder: true);
    }

    private static async Task NextPutsNoMoreThan(LayoutPush push, params string[] manifests)
    {
        await Completes(push);
        push.SentBlobs().ShouldBeEmpty();
        push.PutManifests().ShouldBe(manifests);
    }

    private static async Task Completes(LayoutPush push)
    {
        (await push.Run()).ShouldBe(StepResult.PassedWith($"pushed as {push.Layout.Digest}"));
        (await push.Named()).ShouldBe(push.Names, ignoreOrder: true);
    }

    private static string PutOf(Descriptor blob) => $"^PUT .*{Uri.EscapeDataString(blob.Digest)}";
}
