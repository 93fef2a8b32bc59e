using Pipeline.Execution;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Execution;

public sealed class HandoverTests : IDisposable
{
    private readonly RunFixture fixture = new();

    private string Kept => fixture.Root / "artifacts/handover" / new string('a', 40) / "auth" / "Made.image.json";

    [Fact]
    public async Task A_later_run_of_the_commit_finds_what_an_earlier_one_handed_over()
    {
        await HandOver();

        (await Find()).ShouldBe(new Made("żółw", 7));
    }

    [Fact]
    public async Task A_value_handed_over_reaches_the_later_steps_of_its_service_alone()
    {
        fixture
            .Each(
                "image",
                "",
                step =>
                {
                    step.Provide(new Made($"image of {step.Service.Name}", 7));
                    return Task.FromResult(StepResult.Passed);
                }
            )
            .Each("push", "image", step => Task.FromResult(StepResult.PassedWith(step.Take<Made>().Name)));
        await using var run = fixture.Start("auth flag");

        await run.Complete("push");

        run.Steps.Where(step => step.Key.Target == "push")
            .Select(step => step.Result.Reason)
            .ShouldBe(["image of auth", "image of flag"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_later_run_of_the_same_commit_goes_on_where_an_earlier_one_stopped()
    {
        await HandOver();
        Made? taken = null;

        await Run("push", step => taken = step.Take<Made>());

        taken.ShouldBe(new Made("żółw", 7));
    }

    [Fact]
    public async Task Nothing_is_handed_over_from_another_commit()
    {
        await HandOver();
        fixture.Source = fixture.Source with { Commit = new('b', 40), Tag = "bbbbbbb" };
        fixture.Each("push", "", step => Task.FromResult(StepResult.PassedWith(step.Take<Made>().Name)));
        await using var run = fixture.Start("auth");

        await Should.ThrowAsync<TargetFailedException>(() => run.Complete("push"));

        run.Steps.Single().Result.Reason.ShouldBe("auth has no Made at bbbbbbb: run the steps before push first");
    }

    [Fact]
    public async Task A_file_that_was_cut_off_anywhere_is_a_miss_with_a_warning()
    {
        await HandOver();
        var whole = await File.ReadAllBytesAsync(Kept, TestContext.Current.CancellationToken);

        for (var length = 0; length < whole.Length; length += 7)
        {
            await File.WriteAllBytesAsync(Kept, whole[..length], TestContext.Current.CancellationToken);

            (await Find()).ShouldBeNull($"cut to {length} bytes");
            Log().ShouldContain($"warning: {Kept} is ignored");
        }
    }

    [Fact]
    public async Task A_file_with_a_changed_value_is_a_miss_with_a_warning()
    {
        await HandOver();
        var text = await File.ReadAllTextAsync(Kept, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Kept,
            text.Replace(":7}", ":8}", StringComparison.Ordinal),
            TestContext.Current.CancellationToken
        );

        (await Find()).ShouldBeNull();
        Log().ShouldContain($"warning: {Kept} is ignored");
    }

    [Theory]
    [InlineData("b", "auth", "Made.image.json")]
    [InlineData("a", "flag", "Made.image.json")]
    [InlineData("a", "auth", "Made.other.json")]
    public async Task A_file_of_another_commit_service_or_step_is_a_miss_with_a_warning(
        string commit,
        string service,
        string name
    )
    {
        var other = fixture.Root / "artifacts/handover" / new string(commit[0], 40) / service / name;
        Directory.CreateDirectory(other.Parent!);
        HandoverFile.Write(other, """{"Name":"forged","Number":8}"""u8.ToArray(), durable: false);
        Directory.CreateDirectory(Path.GetDirectoryName(Kept)!);

        File.Move(other, Kept);

        (await Find()).ShouldBeNull();
        Log().ShouldContain($"warning: {Kept} is ignored: it is damaged, or of another commit, service or step");
    }

    [Fact]
    public async Task What_a_killed_run_had_half_written_is_no_value()
    {
        await HandOver();
        File.Move(Kept, $"{Kept}.1.part");

        (await Find()).ShouldBeNull();
    }

    [Fact]
    public async Task A_value_with_a_secret_is_for_its_own_run_alone()
    {
        await HandOver();
        Made? inRun = null;
        fixture.Each(
            "image",
            "",
            step =>
            {
                step.Provide(new Made("made-up-secret", 8));
                inRun = step.Find<Made>();
                return Task.FromResult(StepResult.Passed);
            }
        );
        await fixture.Run("auth", options => options with { Secrets = ["made-up-secret"] });

        inRun.ShouldBe(new Made("made-up-secret", 8));
        (
            await File.ReadAllTextAsync(
                fixture.Root / "artifacts/logs/auth/image.log",
                TestContext.Current.CancellationToken
            )
        ).ShouldContain("Made holds a secret, so it is not kept");
        (await Find()).ShouldBeNull();
    }

    public void Dispose() => fixture.Dispose();

    private Task HandOver() => Run("image", step => step.Provide(new Made("żółw", 7)));

    private async Task<Made?> Find()
    {
        Made? found = null;
        await Run("push", step => found = step.Find<Made>());
        return found;
    }

    // Each a run of its own, in one workspace.
    private async Task Run(string target, Action<StepContext> step)
    {
        using var run = new RunFixture();
        run.Each(
            target,
            "",
            context =>
            {
                step(context);
                return Task.FromResult(StepResult.Passed);
            }
        );
        var steps = await run.Run("auth", options => options with { Artifacts = fixture.Root / "artifacts" });
        steps.ShouldBe([$"{target} auth passed"]);
    }

    private string Log() => File.ReadAllText(fixture.Root / "artifacts/logs/auth/push.log");

    private sealed record Made(string Name, int Number) : IHandedOver
    {
        public static string Contract => "Made";
    }
}
