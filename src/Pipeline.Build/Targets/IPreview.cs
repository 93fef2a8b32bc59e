using Nuke.Common;
using Pipeline.Build.Delivery;
using Pipeline.Build.Preview;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Planning;
using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;

namespace Pipeline.Build.Targets;

/// <summary>The target that shows what a delivery would do.</summary>
public interface IPreview : IDeployServices, IFormattedOutput
{
    /// <summary>True where the checkout is taken for unchanged.</summary>
    [Parameter("Preview takes the checkout for unchanged, as it is in CI right after it was made, and compares no file")]
    bool AssumeClean => TryGetValue<bool?>(() => AssumeClean) ?? false;

    /// <summary>Shows what <see cref="IDeployServices.Deliver"/> would do. NUKE lets a target see those that it comes after: it previews that one.</summary>
    [Job("plan", Minutes = 15, Comment = "Finds the services that there is something to do for.")]
    [NeedsHistory("tells what has changed")]
    [NeedsApp(DeliveryNeeds.GitOps, Scope.Contents, Access.Read, "reads what was last delivered")]
    Target Preview => _ => _
        .Description("Shows what Deliver would do, and does nothing: services and why, steps, images, manifest lines")
        .After(Deliver)
        .Executes(async () =>
        {
            Arguments.RefuseUnknown(Lifecycle.CommandLine, GetType());
            var format = PreviewFormats.Parse(Format);
            var (directory, commit, changes) = Lifecycle.Source;
            var later = LaterCommits.Read(directory, "HEAD");
            var environment = Lifecycle.Destination(Lifecycle.Settings.Environment);
            var manifests = Task.Run(() => PreviewSource.Read(Platform, environment, Artifacts, Lifecycle.HoldsSecret));

            // Git compares the work tree meanwhile, which takes longer than all the rest; and mostly nothing differs.
            var source = await commit;
            var preview = await Plan(source);
            if (await changes is { IsEmpty: false } found)
                preview = await Plan(source with { Changes = found });
            PreviewFormats.Write(preview, format, Console.Out, System.Environment.GetEnvironmentVariable("GITHUB_OUTPUT"));

            async Task<DeliveryPreview> Plan(SourceRevision source)
            {
                var (options, services) = await Lifecycle.Prepare(environment, source);
                var versions = PreviewVersions.Read(options);
                var target = ExecutionPlan.Single(planned => planned.Name == nameof(Preview)).OrderDependencies.Single();
                var find = () => PreviewCache.Find(options, target, Skipped);
                // As long as Git compares the work tree, it needs a core for itself.
                var cached = changes.IsCompleted ? Task.Run(find) : find();
                var steps = PreviewSteps.Of(target, Skipped);
                return DeliveryPreview
                    .Of(options, services, Lifecycle.Base, steps, await manifests, await later, await versions)
                    .WithCached(await cached);
            }
        });

    // NUKE applies its own parameter to scheduled targets only.
    private string[]? Skipped =>
        Lifecycle.CommandLine.Any(argument => argument.StartsWith('-') && argument.TrimStart('-').Equals("skip", StringComparison.OrdinalIgnoreCase))
            ? [.. Arguments.ValuesOf("Skip", Lifecycle.CommandLine).SelectMany(names => names.Split('+', StringSplitOptions.RemoveEmptyEntries))]
            : null;
}
