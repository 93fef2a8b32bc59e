using System.Globalization;
using Pipeline.Catalog;

namespace Pipeline.Deployments.Audit;

/// <summary>Finds drift in the state of a service.</summary>
internal static class DriftRules
{
    /// <summary>The drift, as sentences.</summary>
    /// <param name="state">The state of a service in an environment.</param>
    /// <param name="policy">The platform's policy, for how long a pin may last.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<string> Of(ServiceState state, Policy policy, DateTimeOffset now)
    {
        if (state.IsMissing)
            yield break;
        if (state.Problem is { } problem)
            yield return problem;
        if (state.Image is { } image)
            foreach (var finding in OfImage(state, image))
                yield return finding;
        if (state.Pin is { Since: { } since } pin && (now - since).TotalDays > policy.PinDays)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{pin}, for longer than {policy.PinDays} days: release it with \"Rollback --release --service {state.Service} --environment {state.Environment}\""
            );
    }

    /// <summary>What differs from the last delivery without being drift, as sentences.</summary>
    public static IEnumerable<string> RemarksOn(ServiceState state)
    {
        if (state is { LeftTo: { } writer, Image: not null })
            yield return $"{state.Place} states {state.Image}, which is left to {writer}";
        else if (state is { Updater: { } updater, Image: not null, Last: { } last } && state.Deployment != last)
            yield return $"{state.Place} states {state.Image}, set by {updater}, after {last.Service.Image} was delivered";
    }

    private static IEnumerable<string> OfImage(ServiceState state, ImageReference image)
    {
        foreach (var hidden in state.Hidden)
            yield return hidden;
        if (state.Last is { } last && state.Deployment != last && (state.Updater ?? state.LeftTo) is null)
            yield return $"{state.Place} states {image}, but {last.Service.Image} was delivered last (commit {last.Commit[..7]}): it was edited by hand";
        // Before the first delivery the image is a placeholder.
        if (state is { IsOwn: false, Last: null } or { LeftTo: not null })
            yield break;
        if (image.Tag == "latest" || (image.Tag is null && image.Digest is null))
            yield return $"{state.Place} states {image}, a moving tag: deliver a build";
        else if (state is { IsContainer: true, Last: not null, Updater: null } && image.Digest is null)
            yield return $"{state.Place} states {image} without a digest, so the image can change: deliver a build";
    }
}
