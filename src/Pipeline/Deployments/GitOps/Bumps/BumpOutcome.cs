using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps.Changes;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.GitOps.Bumps;

/// <summary>The outcome of a delivery.</summary>
/// <param name="Result">The step's result.</param>
/// <param name="Bump">Where the image is stated now; null where another one is.</param>
internal sealed record BumpOutcome(StepResult Result, ImageBump? Bump)
{
    /// <summary>Nothing was written, because of a decision.</summary>
    public static BumpOutcome Left(Delivery delivery, ServiceManifests manifests, Decision decision) =>
        decision switch
        {
            Decision.Left left => new(StepResult.Skipped(left.Reason), null),
            Decision.Refused refused => new(StepResult.Failed(refused.Reason), null),
            Decision.AlreadyThere => new(
                StepResult.PassedWith($"{decision.Reason}{Warning(manifests)}"),
                new(delivery.Step.Environment.Name, manifests.Images[0].File.Path, null, delivery.Image)
            ),
            _ => new(StepResult.PassedWith(decision.Reason), null),
        };

    /// <summary>The image was written by a commit.</summary>
    public static BumpOutcome Written(
        Delivery delivery,
        ServiceManifests manifests,
        Decision.Change decision,
        string commit
    )
    {
        var replaced = manifests.Replaced.ToArray();
        var before = string.Join(", ", replaced.Select(image => $"{image.Place} {image.Reference.Tag ?? image.Image}"));
        var doubt = decision.Doubtful is null ? "" : $"; {decision.Reason}";
        var digest =
            replaced.FirstOrDefault(image => !image.TakesDigest) is { } without && delivery.Image.Digest is not null
                ? $"; {without.Place} has no field for the digest, which is not deployed: add one"
                : "";
        var unproved =
            manifests.Places?.Unproved is { } chart && delivery.Step.FindProgram(HelmProof.Helm) is null
                ? $"; what {chart} renders was not checked: its templates need helm, which is not installed"
                : "";
        var unclaimed = manifests.Places?.Unclaimed is { } values
            ? $"; what {values.File.Path} renders was not checked: no chart here is known to render it"
            : "";
        var elsewhere = manifests.Places?.Elsewhere is { } place
            ? $"; {place}, where Pipeline sets no images, so that it stays"
            : "";
        return new(
            StepResult.PassedWith(
                $"{before} → {delivery.Image.Tag}, commit {commit[..7]}{doubt}{digest}{unproved}{unclaimed}{elsewhere}{Warning(manifests)}"
            ),
            new(
                delivery.Step.Environment.Name,
                replaced[0].File.Path,
                commit,
                delivery.Image,
                string.Concat(ManifestEdits.Of(manifests).Select(edit => edit.Diff()))
            )
        );
    }

    private static string Warning(ServiceManifests manifests) => manifests.Warning is { } warning ? $"; {warning}" : "";
}
