using Nuke.Common;
using Pipeline.Execution.Recovery;
using Pipeline.Planning;

sealed partial class Build
{
    private Resumption? resumed;

    [Parameter("Goes on with the last run, which was killed or failed: what has passed is taken over, everything else runs")]
    readonly bool Resume;

    private Pipeline.Catalog.Environment Resumed()
    {
        resumed = Resumption.Read(Artifacts);
        resumed.Agree("target", [.. InvokedTargets.Select(target => target.Name)], resumed.Targets);
        var given = Given(nameof(Environment), Environment is null ? [] : [Environment]);
        return Destination(resumed.Agree("environment", given, resumed.Environment)[0]);
    }

    private async Task<ImmutableArray<SelectedService>> SelectResumed(Pipeline.Catalog.Environment environment, SourceRevision source)
    {
        resumed!.Compare(Platform, Catalog, source);
        if (NamedServices.Count > 0 || Since is not null)
        {
            var given = await Select(environment, source, Since);
            resumed.Agree("selection", [.. given.Select(selected => selected.Service.Name)], resumed.Services);
        }

        return resumed.Services.IsEmpty ? [] : await Selection.Of(Platform, Catalog, source, resumed.Services, since: null);
    }
}
