using CsCheck;
using Pipeline.Deployments.GitOps.Rendering;

namespace Pipeline.Tests.Deployments.GitOps.Rendering;

/// <summary>
/// Random kustomizations, judged by kubectl: after a bump it renders the delivered image, or the bump was refused.
/// <c>PIPELINE_GENERATED</c> is their number.
/// </summary>
public sealed class GeneratedKustomizationTests
{
    [Fact]
    public async Task After_a_bump_kubectl_renders_the_delivered_image_or_the_bump_was_refused()
    {
        var outcomes = new GeneratedOutcomes();
        await Gen.Int[0, 999]
            .Array[120]
            .SampleAsync(
                async rolls =>
                {
                    var generated = new GeneratedKustomization(new(rolls));
                    var before = await RealKubectl.Render(generated.Files, generated.Root);
                    if (outcomes.Bump(generated.Files, before) is not { } files)
                        return;

                    var after = await RealKubectl.Render(files, generated.Root);
                    after.Keys.ShouldBe(before.Keys);
                    foreach (var (old, @new) in before.Containers.Zip(after.Containers))
                        // What a patch puts into another service's workload is that one's.
                        if (
                            (
                                @new.Key.Container == "auth-service"
                                && @new.Key.Workload.EndsWith("auth-service", StringComparison.Ordinal)
                            )
                            || @new.Image != old.Image
                        )
                            Delivered
                                .Is(@new.Image, ManifestCase.NewImage)
                                .ShouldBeTrue($"{@new}\n{before}\nafter the bump:\n{after}");
                },
                iter: GeneratedOutcomes.Count,
                threads: 1
            );

        outcomes.ShouldBeBumpedSometimes();
    }
}
