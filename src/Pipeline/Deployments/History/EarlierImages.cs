using Pipeline.Catalog;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.History;

/// <summary>The earlier images of a service in an environment, to find one to roll back to.</summary>
/// <param name="deployments">Their deployments, the latest first.</param>
/// <param name="isCurrent">True for the image that runs now.</param>
/// <param name="place">The service and its environment, for messages.</param>
internal sealed class EarlierImages(
    IReadOnlyCollection<DeploymentRecord> deployments,
    Func<ImageReference, bool> isCurrent,
    string place
)
{
    // Enough to recognise the right one.
    private const int MostListed = 10;

    /// <summary>The deployment of the image that runs now; null after a manual edit.</summary>
    public DeploymentRecord? Current => deployments.FirstOrDefault(deployment => isCurrent(deployment.Service.Image!));

    /// <summary>The deployment to roll back to.</summary>
    /// <param name="wanted">A tag, or a source commit of 7 characters or more; null for the previous good one.</param>
    /// <exception cref="StepFailedException">There is none; the message lists the known ones.</exception>
    public DeploymentRecord Find(string? wanted) => wanted is null ? Previous() : Named(wanted);

    // A reverted image is bad, unless it was deployed again since.
    private DeploymentRecord Previous()
    {
        var reverted = new HashSet<string>();
        var bad = new HashSet<ImageReference>();
        foreach (var deployment in deployments)
        {
            if (deployment.Service.Reverts is { } commit)
                reverted.Add(commit);
            if (reverted.Contains(deployment.Commit))
                bad.Add(deployment.Service.Image!);
            if (!bad.Contains(deployment.Service.Image!) && !isCurrent(deployment.Service.Image!))
                return deployment;
        }

        throw new StepFailedException(
            $"there is nothing to roll back to for {place}: every known earlier image was itself reverted{List()}"
        );
    }

    private DeploymentRecord Named(string wanted)
    {
        var found = deployments.Where(deployment => IsNamed(deployment.Service, wanted)).ToArray();
        var images = found.Select(deployment => deployment.Service.Image).Distinct().ToArray();
        return images.Length switch
        {
            1 => found[0],
            0 => throw new StepFailedException($"\"{wanted}\" never ran as {place}{List()}"),
            _ => throw new StepFailedException(
                $"\"{wanted}\" is ambiguous, it matches {string.Join(", ", images.Select(image => $"{image}"))}: give more characters"
            ),
        };
    }

    private static bool IsNamed(DeployedService service, string wanted) =>
        service.Image!.Tag == wanted
        || service.Image.Digest == wanted
        || (wanted.Length >= 7 && service.SourceCommit?.StartsWith(wanted, StringComparison.Ordinal) == true);

    private string List()
    {
        var tags = deployments
            .Select(deployment => deployment.Service.Image!)
            .Distinct()
            .Select(image => image.Tag ?? image.Digest)
            .Take(MostListed)
            .ToArray();
        return tags.Length == 0 ? "; nothing was deployed there yet" : $"; deployed were {string.Join(", ", tags)}";
    }
}
