using Nuke.Common;
using Nuke.Common.CI.GitHubActions;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Deployments.Audit;
using Pipeline.Planning;
using Pipeline.Reporting;

sealed partial class Build
{
    [Parameter("Works only on services that a change affects: since a commit or branch, or since each was \"delivered\". Default: all; in a pull request its base, after a push what was delivered")]
    readonly string? Since;

    [Parameter("Leaves out services that earlier jobs handed nothing over for, as they did not get through them")]
    readonly bool HandedOver;

    // Each event of a pull request, also one that runs the base's code: what it proposes reaches no one before it is merged.
    private static bool IsPullRequest =>
        Host is GitHubActions { EventName: { } name }
        && (name.StartsWith("pull_request", StringComparison.Ordinal) || name == MergeGroup.EventName);

    private string? Base => Since ?? Host switch
    {
        GitHubActions { EventName: MergeGroup.EventName } queue => MergeGroup.Base(queue.EventPath),
        GitHubActions { BaseRef: { Length: > 0 } target } when IsPullRequest => $"origin/{target}",
        // Who names services has decided.
        GitHubActions { EventName: "push" } when NamedServices.Count == 0 => LastDelivery.Base,
        _ => null,
    };

    private async Task<ImmutableArray<SelectedService>> Select(Pipeline.Catalog.Environment environment, SourceRevision source)
    {
        var selected = await (resumed is null ? Select(environment, source, Base) : SelectResumed(environment, source));
        if (!HandedOver)
            return selected;

        var arrived = selected.Where(one => Handover.Holds(Artifacts, source, one.Service.Name)).ToImmutableArray();
        if (arrived.Length < selected.Length)
            Console.WriteLine($"held back by an earlier job: {string.Join(", ", selected.Except(arrived).Select(one => one.Service.Name))}");
        return arrived;
    }

    private async Task<ImmutableArray<SelectedService>> Select(
        Pipeline.Catalog.Environment environment,
        SourceRevision source,
        string? since
    )
    {
        var found = await SelectServices(environment, source, since);
        var worksOnBases = ExecutionPlan.Contains(Preview) || ExecutionPlan.Any(target => ServiceTargets.Find(target.Name) is { ServesBases: true });
        var selected = Selection.ForTargets(Platform, found, worksOnBases);
        if (selected.IsEmpty)
            SelectionText.WriteLeftOut(found, [.. InvokedTargets.Select(target => target.Name)], Console.Out);
        return selected;
    }

    private async Task<ImmutableArray<SelectedService>> SelectServices(
        Pipeline.Catalog.Environment environment,
        SourceRevision source,
        string? since
    )
    {
        if (since != LastDelivery.Base)
            return await Selection.Of(Platform, Catalog, source, NamedServices, since);

        try
        {
            var delivered = await LastDelivery.Read(Platform, environment, Deployments, Artifacts);
            return await Selection.SinceDelivery(Platform, Catalog, source, NamedServices, delivered);
        }
        catch (StepFailedException unread)
        {
            var reason = $"what was delivered cannot be told: {unread.Message}";
            return [.. Platform.Select(NamedServices).Select(service => new SelectedService(service, reason))];
        }
    }

    private IReadOnlyCollection<string> NamedServices => Given(nameof(Service), Service);
}
