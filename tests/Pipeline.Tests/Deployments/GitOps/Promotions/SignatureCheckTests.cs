using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Images;
using Pipeline.Images.Signing;

namespace Pipeline.Tests.Deployments.GitOps.Promotions;

/// <summary>Environments that take nothing but what was signed.</summary>
public sealed class SignatureCheckTests
{
    [Fact]
    public async Task An_image_that_nobody_signed_is_not_promoted()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        Ask(workspace, "qa");

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("nobody signed it");
        (await workspace.Running("qa")).ShouldBe("busybox");
    }

    [Fact]
    public async Task An_image_that_was_signed_is_promoted_to_another_registry_with_its_signatures()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await using var other = await SeededRegistry.Start();
        await workspace.Commit();
        var image = await workspace.Deliver();
        workspace.Change("qa", qa => qa with { Registry = other.Name });
        Ask(workspace, "develop");
        Ask(workspace, "qa");
        await Sign(workspace, image);

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        (await workspace.Running("qa")).ShouldBe($"{image with { Registry = other.Name }}");
    }

    [Fact]
    public async Task An_environment_that_asks_for_signatures_is_bumped_to_nothing_else()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        var image = await workspace.Registry.Push("togglemaster/auth-service", await workspace.Tag());
        Ask(workspace, "develop");

        var refused = await Bump(workspace, image);
        await Sign(workspace, image);
        var taken = await Bump(workspace, image);

        refused.Status.ShouldBe(StepStatus.Failed);
        refused.Reason!.ShouldContain("does not verify");
        taken.Status.ShouldBe(StepStatus.Passed, taken.Reason);
    }

    private static void Ask(PromotionWorkspace workspace, string environment) =>
        workspace.Change(
            environment,
            each =>
                each with
                {
                    IsLocal = true,
                    Signatures = new() { RequiresSbom = false },
                }
        );

    private static Task<StepResult> Bump(PromotionWorkspace workspace, ImageReference image) =>
        workspace.Run(
            "Bump",
            "develop",
            "auth",
            async step =>
            {
                step.Provide(new PushedImage(image));
                return (await Pipeline.Deployments.Targets.Bump.Run([step], new(), workspace.Kinds))[0];
            }
        );

    private static async Task Sign(PromotionWorkspace workspace, ImageReference image)
    {
        var signed = await workspace.Run(
            "Sign",
            "develop",
            "auth",
            step =>
            {
                step.Provide(new PushedImage(image));
                return ImageSign.Run(
                    step.Service with
                    {
                        Dockerfile = step.Service.Directory / "Dockerfile",
                    },
                    step,
                    BuildOrigin.Workstation,
                    TimeProvider.System
                );
            }
        );
        signed.Status.ShouldBe(StepStatus.Passed, signed.Reason);
    }
}
