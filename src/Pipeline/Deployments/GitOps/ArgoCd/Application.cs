namespace Pipeline.Deployments.GitOps.ArgoCd;

/// <summary>An application, as Argo CD's API describes it; only the fields that are used.</summary>
internal sealed record Application
{
    public required ApplicationMetadata Metadata { get; init; }

    public ApplicationSpec Spec { get; init; } = new();

    public ApplicationStatus Status { get; init; } = new();

    /// <summary>The revisions that it was compared with: one, or one a source.</summary>
    public IEnumerable<string> Revisions => Status.Sync.All;

    /// <summary>True for automated sync.</summary>
    public bool SyncsByItself => Spec.SyncPolicy?.Automated is { Enabled: not false };
}

internal sealed record ApplicationMetadata
{
    public required string Name { get; init; }

    public Dictionary<string, string>? Labels { get; init; }
}

internal sealed record ApplicationSpec
{
    public string? Project { get; init; }

    public SyncPolicy? SyncPolicy { get; init; }
}

internal sealed record SyncPolicy(AutomatedSync? Automated = null);

/// <param name="Enabled">Null where it is not written, which enables it.</param>
internal sealed record AutomatedSync(bool? Enabled = null);

internal sealed record ApplicationStatus
{
    public SyncState Sync { get; init; } = new();

    public Health Health { get; init; } = new();

    public OperationState? OperationState { get; init; }

    public ImmutableArray<Condition>? Conditions { get; init; }

    public ImmutableArray<ResourceState>? Resources { get; init; }

    public Summary? Summary { get; init; }
}

/// <param name="Status"><c>Synced</c>, <c>OutOfSync</c> or <c>Unknown</c>.</param>
/// <param name="Revision">The revision it was compared with, where there is one source.</param>
/// <param name="Revisions">The revisions it was compared with, where there are several sources.</param>
internal sealed record SyncState(
    string Status = "Unknown",
    string? Revision = null,
    ImmutableArray<string>? Revisions = null
)
{
    public IEnumerable<string> All => ArgoCdRevisions.All(Revision, Revisions);
}

/// <param name="Status">
/// <c>Healthy</c>, <c>Progressing</c>, <c>Degraded</c>, <c>Suspended</c>, <c>Missing</c> or <c>Unknown</c>.
/// </param>
/// <param name="Message">A message.</param>
internal sealed record Health(string Status = "Unknown", string? Message = null);

/// <param name="Phase"><c>Running</c>, <c>Terminating</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Error</c>.</param>
/// <param name="Message">The progress, or the outcome.</param>
/// <param name="SyncResult">The result of a sync.</param>
/// <param name="Operation">The requested operation.</param>
internal sealed record OperationState(
    string Phase,
    string? Message = null,
    SyncResult? SyncResult = null,
    Operation? Operation = null
)
{
    /// <summary>True where it failed.</summary>
    public bool HasFailed => Phase is "Failed" or "Error";

    public bool IsUnderWay => Phase is "Running" or "Terminating";

    /// <summary>The revisions of the operation; empty where it names none.</summary>
    public IEnumerable<string> Revisions =>
        ArgoCdRevisions
            .All(SyncResult?.Revision, SyncResult?.Revisions)
            .Concat(ArgoCdRevisions.All(Operation?.Sync?.Revision, Operation?.Sync?.Revisions));
}

internal sealed record SyncResult(
    string? Revision = null,
    ImmutableArray<string>? Revisions = null,
    ImmutableArray<ResourceResult>? Resources = null
);

/// <param name="Kind">The resource's kind.</param>
/// <param name="Name">The resource's name.</param>
/// <param name="Status"><c>Synced</c>, <c>SyncFailed</c>, <c>Pruned</c> or <c>PruneSkipped</c>.</param>
/// <param name="HookPhase">The phase of a hook.</param>
/// <param name="Message">The cluster's message.</param>
internal sealed record ResourceResult(
    string Kind,
    string Name,
    string? Status = null,
    string? HookPhase = null,
    string? Message = null
);

internal sealed record Operation(RequestedSync? Sync = null);

internal sealed record RequestedSync(string? Revision = null, ImmutableArray<string>? Revisions = null);

internal sealed record Condition(string Type, string Message);

internal sealed record ResourceState(string Kind, string Name, string? Status = null, Health? Health = null);

/// <param name="Images">The running images.</param>
internal sealed record Summary(ImmutableArray<string>? Images = null);

/// <summary>The answer to a list; Argo CD writes <c>null</c> where there are none.</summary>
internal sealed record ApplicationList(ImmutableArray<Application>? Items = null);

/// <summary>The resources of an application, and the resources that these own.</summary>
internal sealed record ResourceTree(ImmutableArray<ResourceState>? Nodes = null);

internal static class ArgoCdRevisions
{
    public static IEnumerable<string> All(string? one, ImmutableArray<string>? several) =>
        (several ?? []).Prepend(one).OfType<string>().Where(revision => revision.Length > 0).Distinct();
}
