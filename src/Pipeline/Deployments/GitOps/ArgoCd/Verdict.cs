using Pipeline.Catalog;

namespace Pipeline.Deployments.GitOps.ArgoCd;

/// <summary>The progress of an application, from best to worst.</summary>
internal enum Progress
{
    /// <summary>At the delivered state, and healthy.</summary>
    Reached,

    /// <summary>Still progressing, or waiting.</summary>
    UnderWay,

    /// <summary>At the delivered state and degraded, which may pass.</summary>
    Degraded,

    /// <summary>It will not reach the delivered state.</summary>
    Failed,
}

/// <summary>The progress of an application.</summary>
/// <param name="Progress">How far.</param>
/// <param name="Detail">In words, without the application's name.</param>
internal sealed record Verdict(Progress Progress, string Detail)
{
    /// <summary>Judges an application.</summary>
    /// <param name="application">As Argo CD describes it.</param>
    /// <param name="isDelivered">True where it was compared with the delivered commit, or with a later one.</param>
    /// <param name="operation">Its last operation, where that was for the delivered commit, or a later one.</param>
    public static Verdict Of(Application application, bool isDelivered, OperationState? operation)
    {
        var status = application.Status;
        var state = State(application);
        if (operation is { HasFailed: true })
            return new(Progress.Failed, $"its sync ended {operation.Phase}: {Reasons(operation)}");
        if (!isDelivered)
            return new(Progress.UnderWay, $"{state}, not yet at the delivered commit{Conditions(status)}");
        if (operation is { IsUnderWay: true })
            return new(Progress.UnderWay, $"{state}, its sync is under way{Said(operation.Message)}");

        return (status.Sync.Status, status.Health.Status) switch
        {
            ("Synced", "Healthy") => new(Progress.Reached, state),
            ("Synced", "Degraded") => new(Progress.Degraded, $"{state}{Said(status.Health.Message)}"),
            ("Synced", "Suspended") => new(
                Progress.UnderWay,
                $"{state}{Said(status.Health.Message)}: it continues when somebody resumes it"
            ),
            ("Synced", _) => new(Progress.UnderWay, $"{state}{Said(status.Health.Message)}{Conditions(status)}"),
            ("OutOfSync", _) => new(
                Progress.UnderWay,
                $"{state} ({Differing(status)}): {(application.SyncsByItself ? "it syncs by itself" : "it does not sync by itself, so somebody has to sync it")}{Conditions(status)}"
            ),
            _ => new(Progress.UnderWay, $"{state}{Conditions(status)}"),
        };
    }

    /// <summary>Says that it is at the delivered commit, and does not run its image yet.</summary>
    /// <param name="application">As Argo CD describes it.</param>
    /// <param name="running">The image that it runs.</param>
    /// <param name="delivered">The image that the commit states.</param>
    public static Verdict Overridden(Application application, string running, ImageReference delivered) =>
        new(
            Progress.UnderWay,
            $"{State(application)}, but it runs {running} in place of {delivered.Tag}: if that stays, something overrides the manifests, such as a file .argocd-source-….yaml or Argo CD Image Updater"
        );

    private static string State(Application application)
    {
        var revisions = application.Revisions.Select(Short).ToArray();
        var at = revisions.Length == 0 ? "" : $" at {string.Join(", ", revisions)}";
        return $"{application.Status.Sync.Status}{at}, {application.Status.Health.Status}";
    }

    // The resources' messages say more than the operation's.
    private static string Reasons(OperationState operation)
    {
        var failed = (operation.SyncResult?.Resources ?? [])
            .Where(resource => resource.Status == "SyncFailed" || resource.HookPhase is "Failed" or "Error")
            .Select(resource => $"{resource.Kind} {resource.Name}{Said(resource.Message)}");
        return string.Join("; ", failed.Prepend(operation.Message).Where(text => !string.IsNullOrEmpty(text)));
    }

    private static string Differing(ApplicationStatus status)
    {
        var names = (status.Resources ?? [])
            .Where(resource => resource.Status == "OutOfSync")
            .Select(resource => $"{resource.Kind} {resource.Name}")
            .ToArray();
        return names.Length == 0
            ? "no resource is named"
            : string.Join(", ", names.Take(3)) + (names.Length > 3 ? " …" : "");
    }

    private static string Conditions(ApplicationStatus status) =>
        string.Concat(
            (status.Conditions ?? [])
                .Where(condition => condition.Type.EndsWith("Error", StringComparison.Ordinal))
                .Select(condition => $"; {condition.Type}: {condition.Message}")
        );

    private static string Said(string? message) => string.IsNullOrEmpty(message) ? "" : $": {message}";

    private static string Short(string revision) =>
        revision.Length == 40 && revision.All(char.IsAsciiHexDigit) ? revision[..7] : revision;
}
