using Pipeline.Catalog;
using Pipeline.Execution;

namespace Pipeline.GitOps.Audit;

/// <summary>The environments that a run looks at, read once.</summary>
/// <param name="All">Each of them.</param>
internal sealed record Snapshots(ImmutableArray<EnvironmentSnapshot> All)
{
    /// <summary>Those of a run, which looks at the same environments in all of its steps.</summary>
    public static Task<Snapshots> Of(StepContext step, ImmutableArray<Environment> environments) =>
        step.Shared(async cancellation => new Snapshots(
            await EnvironmentSnapshot.Read(
                environments,
                step.Platform,
                step.Artifacts,
                withManifests: true,
                step.Log.Write,
                cancellation
            )
        ));
}
