using Pipeline.Build.Reporting.Preview;
using Pipeline.Catalog;
using Pipeline.Deployments.Audit;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Planning;

namespace Pipeline.Build.Run;

/// <summary>
/// Selects the services of a run: by name, by what has changed, or as the run being resumed had them.
/// </summary>
/// <param name="Build">The build.</param>
/// <param name="Settings">Its parameters.</param>
/// <param name="Platform">The catalog.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Source">The commit, and what differs from it.</param>
/// <param name="Arrivals">What earlier jobs handed over.</param>
internal sealed record ServiceSelector(
    IPipelineBuild Build,
    RunSettings Settings,
    Platform Platform,
    DeploymentEnvironment Environment,
    SourceRevision Source,
    Arrivals Arrivals
)
{
    /// <summary>The services that were asked for, without those that an earlier job has held back.</summary>
    /// <param name="since">What they have to differ from; null: nothing is compared.</param>
    /// <param name="resumed">The run being resumed; null for a new one.</param>
    public async Task<ImmutableArray<SelectedSource>> Select(string? since, Resumption? resumed)
    {
        var selected = await (resumed is null ? Select(since) : Select(resumed));
        if (!Arrivals.AreApart)
            return selected;

        var arrived = selected
            .Where(one => Arrivals.FoldersOf(Source.Commit, one.Source.Name).Any())
            .ToImmutableArray();
        if (arrived.Length < selected.Length)
            Console.WriteLine(
                $"held back by an earlier job: {string.Join(", ", selected.Except(arrived).Select(one => one.Source.Name))}"
            );
        return arrived;
    }

    private async Task<ImmutableArray<SelectedSource>> Select(string? since)
    {
        var found = await SelectServices(since);
        var selected = Selection.ForTargets(Platform, found, Build.Lifecycle.WorksOnBases);
        if (selected.IsEmpty)
            SelectionText.WriteLeftOut(found, [.. Build.InvokedTargets.Select(target => target.Name)], Console.Out);
        return selected;
    }

    private async Task<ImmutableArray<SelectedSource>> Select(Resumption resumed)
    {
        resumed.Compare(Platform, Settings.Catalog, Source);
        if (Settings.Services.Count > 0 || Settings.Since is not null)
        {
            var given = await Select(Settings.Since);
            resumed.Agree("selection", [.. given.Select(selected => selected.Source.Name)], resumed.Services);
        }

        return resumed.Services.IsEmpty
            ? []
            : await Selection.Of(Platform, Settings.Catalog, Source, resumed.Services, since: null);
    }

    private async Task<ImmutableArray<SelectedSource>> SelectServices(string? since)
    {
        if (since != LastDelivery.Base)
            return await Selection.Of(Platform, Settings.Catalog, Source, Settings.Services, since);

        try
        {
            var delivered = await LastDelivery.Read(Platform, Environment, Build.Deployments, Build.Artifacts);
            return await Selection.SinceDelivery(Platform, Settings.Catalog, Source, Settings.Services, delivered);
        }
        catch (StepFailedException unread)
        {
            var reason = $"what was delivered cannot be told: {unread.Message}";
            return
            [
                .. (await Selection.Of(Platform, Settings.Catalog, Source, Settings.Services, since: null))
                    .Where(one => one.Source is Service)
                    .Select(one => one with { Reason = reason }),
            ];
        }
    }
}
