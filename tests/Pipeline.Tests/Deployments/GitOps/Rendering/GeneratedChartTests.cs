using CliWrap;
using CliWrap.Buffered;
using CsCheck;
using Nuke.Common.IO;
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
                    if (await Render(generated.Files, generated) is not { } before)
                        return;
                    if (outcomes.Bump(generated.Files) is not { } after)
                        return;

                    var rendered = await Render(after, generated);
                    rendered.ShouldNotBeNull($"{generated}");
                    if (
                        outcomes.Places.Charts.Any(values =>
                            values.Refusal(before, rendered.Value, ManifestCase.NewImage) is not null
                        )
                    )
                        return;

                    foreach (var (old, @new) in before.Zip(rendered.Value))
                        if (@new.Key.Container == "auth-service" || @new.Image != old.Image)
                            Delivered.Is(@new.Image, ManifestCase.NewImage).ShouldBeTrue($"{@new}\n{generated}");
                },
                iter: GeneratedOutcomes.Count,
                threads: 1
            );

        outcomes.ShouldBeBumpedSometimes();
    }

    private static async Task<ImmutableArray<StatedContainer>?> Render(
        IReadOnlyDictionary<string, string> files,
        GeneratedChart chart
    )
    {
        AbsolutePath root = Directory.CreateTempSubdirectory("pipeline-helm-").FullName;
        try
        {
            foreach (var (path, text) in files)
                (root / path).WriteAllText(text);
            string[] values = chart.Override is { } file ? ["--values", root / file] : [];
            var result = await Cli.Wrap(await KubernetesTools.Helm())
                .WithArguments(["template", "auth-service", root / chart.Folder, .. values])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
            return result.ExitCode == 0
                ? StatedContainer.In(System.Text.Encoding.UTF8.GetBytes(result.StandardOutput))
                : null;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
