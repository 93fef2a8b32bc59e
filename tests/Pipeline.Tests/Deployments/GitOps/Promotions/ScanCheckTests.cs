using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Tests.Quality;

namespace Pipeline.Tests.Deployments.GitOps.Promotions;

public sealed class ScanCheckTests : IDisposable
{
    private readonly AbsolutePath programs = Directory.CreateTempSubdirectory("programs-").FullName;

    public void Dispose() => Directory.Delete(programs, recursive: true);

    [Fact]
    public async Task An_image_of_which_more_is_known_than_the_policy_allows_stays_where_it_is()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        var image = await workspace.Deliver();
        workspace.SearchPath = Scanner($"{image.Name}@{image.Digest}", "trivy/alpine-39-high-critical.json");

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith($"scan of {image.Digest}: trivy: ");
        (await workspace.Running("qa")).ShouldBe("busybox");
    }

    [Fact]
    public async Task An_image_of_which_nothing_bad_is_known_moves_on()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        var image = await workspace.Deliver();
        workspace.SearchPath = Scanner($"{image.Name}@{image.Digest}", "made/trivy-clean.json");

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
    }

    [Fact]
    public async Task An_environment_that_requires_scans_takes_nothing_that_cannot_be_scanned()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        workspace.Change("qa", environment => environment with { Gates = ["Scan"] });
        workspace.SearchPath = programs;

        var result = await workspace.Promote("qa");

        result.ShouldBe(StepResult.Failed("qa requires Scan, and trivy is not installed here: see trivy.dev"));
    }

    // Refuses whatever is not the very image, read from its registry.
    private AbsolutePath Scanner(string image, string report)
    {
        Programs.Write(
            programs / "trivy",
            $$"""
            all="$*"; output=
            [ "$all" = "version --format json" ] && echo '{"Version":"0.65.0"}' && exit 0
            while [ $# -gt 0 ]; do
              [ "$1" = --output ] && output=$2
              shift
            done
            case $all in
              "image --format json --output $output --scanners vuln,secret --no-progress --image-src remote {{image}}") ;;
              *) echo "Error: unexpected arguments: $all" >&2; exit 1 ;;
            esac
            cp '{{Fixtures.Find(report)}}' "$output"
            """
        );
        return programs;
    }
}
