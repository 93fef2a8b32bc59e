namespace Pipeline.Tests.Deployments.GitOps.Rendering;

/// <summary>A judge that a busy machine ends has not refused.</summary>
public sealed class RealRenderingTests
{
    [Fact]
    public async Task A_refusal_is_told_with_the_files_the_exit_code_and_the_error()
    {
        var rendering = await Rendering("echo 'no such field' >&2; exit 1");

        rendering.IsRefused.ShouldBeTrue();
        $"{rendering}".ShouldEndWith("exit 1--- exit code 1\nno such field\n");
        Should.Throw<ShouldAssertException>(() => rendering.Containers).Message.ShouldContain("no such field");
    }

    [Fact]
    public async Task A_program_that_is_ended_is_started_again()
    {
        var rendering = await Rendering("[ -e ended ] || { touch ended; kill -9 $$; }");

        rendering.Containers.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_program_that_is_always_ended_fails_the_test_and_is_no_refusal()
    {
        var failure = await Should.ThrowAsync<InvalidOperationException>(() =>
            Rendering("echo again >> ended; cat ended >&2; exit 2")
        );

        failure.Message.ShouldBe("sh ended with 2, neither rendered nor refused: again\nagain\nagain\n");
    }

    private static Task<RealRendering> Rendering(string script) =>
        RealRendering.Of(
            new Dictionary<string, string> { ["script.sh"] = script },
            "sh",
            root => ["-c", $"cd '{root}' && . ./script.sh"]
        );
}
