using CsCheck;
using Pipeline.Deployments.GitOps.Rendering;

namespace Pipeline.Tests.Deployments.GitOps.Rendering;

/// <summary>
/// Random charts, judged by helm: after a bump it renders the delivered image, or the bump was refused.
/// <c>PIPELINE_GENERATED</c> is their number.
/// </summary>
public sealed class GeneratedChartTests
{
    [Fact]
    public async Task After_a_bump_helm_renders_the_delivered_image_or_the_bump_was_refused()
    {
        var outcomes = new GeneratedOutcomes();
        await Gen.Int[0, 999]
            .Array[40]
            .SampleAsync(
                async rolls =>
                {
                    var generated = new GeneratedChart(new(rolls));
                    var before = await Render(generated, generated.Files);
                    if (outcomes.Bump(generated.Files, before) is not { } files)
                        return;

                    var after = await Render(generated, files);
                    after.Keys.ShouldBe(before.Keys);
                    if (
                        outcomes.Places.Charts.Any(values =>
                            values.Refusal(before.Containers, after.Containers, ManifestCase.NewImage) is not null
                        )
                    )
                        return;

                    foreach (var (old, @new) in before.Containers.Zip(after.Containers))
                        if (@new.Key.Container == "auth-service" || @new.Image != old.Image)
                            Delivered
                                .Is(@new.Image, ManifestCase.NewImage)
                                .ShouldBeTrue($"{@new}\n{before}\nafter the bump:\n{after}");
                },
                iter: GeneratedOutcomes.Count,
                threads: 1
            );

        outcomes.ShouldBeBumpedSometimes();
    }

    private static async Task<RealRendering> Render(GeneratedChart chart, IReadOnlyDictionary<string, string> files) =>
        await RealRendering.Of(
            files,
            await KubernetesTools.Helm(),
            root =>
                chart.Override is { } values
                    ? ["template", "auth-service", root / chart.Folder, "--values", root / values]
                    : ["template", "auth-service", root / chart.Folder]
        );
}
