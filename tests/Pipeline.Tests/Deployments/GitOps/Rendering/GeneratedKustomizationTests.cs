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
                    if (await RealKubectl.Render(generated.Files, generated.Root) is not { } before)
                        return;
                    if (outcomes.Bump(generated.Files) is not { } after)
                        return;

                    var rendered = await RealKubectl.Render(after, generated.Root);
                    rendered.ShouldNotBeNull($"{generated}");
                    foreach (var (old, @new) in before.Zip(rendered.Value))
                        if (@new.Key.Container == "auth-service" || @new.Image != old.Image)
                            Delivered.Is(@new.Image, ManifestCase.NewImage).ShouldBeTrue($"{@new}\n{generated}");
                },
                iter: GeneratedOutcomes.Count,
                threads: 1
            );

        outcomes.ShouldBeBumpedSometimes();
    }
}
