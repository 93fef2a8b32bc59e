using Nuke.Common;
using Pipeline.Build.Delivery;
using Pipeline.Build.Preview;
using Pipeline.Build.Reporting;
using Pipeline.Build.Reporting.Preview;
using Pipeline.Build.Run;
using Pipeline.Catalog;
using Pipeline.Deployments;
using Pipeline.Deployments.Freezes;
using Pipeline.Planning;
using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;

namespace Pipeline.Build.Targets;

/// <summary>The target that shows what a delivery would do.</summary>
public interface IPreview : IDeployServices, IFormattedOutput
{
    /// <summary>True to assume that the checkout is unchanged.</summary>
    [Parameter("Preview: assumes that the checkout is unchanged, as right after a clone in CI, and compares no file")]
    bool AssumeClean => TryGetValue<bool?>(() => AssumeClean) ?? false;

    /// <summary>
    /// Shows what <see cref="IDeployServices.Deliver"/> would do. NUKE lets a target see those that it comes after: it
    /// previews that one.
    /// </summary>
    [Job("plan", Minutes = 15, Comment = "Finds the services that there is something to do for.")]
    [NeedsHistory("tells what has changed")]
    [NeedsApp(DeliveryNeeds.GitOps, Scope.Contents, Access.Read, "reads what was last delivered")]
    Target Preview => _ => _
        .Description("Shows what Deliver would do and changes nothing: services and why, steps, images, manifest lines")
        .After(Deliver)
        .Executes(async () =>
        {
            Arguments.RefuseUnknown(Lifecycle.CommandLine, GetType());
            var format = FormatName.Parse(Format);
            var (directory, commit, changes) = Lifecycle.Source;
            var later = LaterCommits.Read(directory, "HEAD");
            var environment = Lifecycle.Destination(Lifecycle.Settings.Environment);
            var forecast = Deployments.Find(environment) is { } deployment
                ? Task.Run<IForecast?>(async () => await deployment.Foresee(Platform, environment, Artifacts, Lifecycle.HoldsSecret))
                : Task.FromResult<IForecast?>(null);

            // Git compares the work tree meanwhile, which takes longer than all the rest; and mostly nothing differs.
            var source = await commit;
            var preview = await Plan(source);
            if (await changes is { IsEmpty: false } found)
                preview = await Plan(source with { Changes = found });
            preview = preview with { Frozen = EnvironmentFreeze.At(DateTimeOffset.UtcNow, environment)?.ToString() };
            PreviewWriter.Write(preview, format, Console.Out, Environment.GetEnvironmentVariable("GITHUB_OUTPUT"));

            async Task<DeliveryPreview> Plan(SourceRevision source)
            {
                var (options, services) = await Lifecycle.Prepare(environment, source);
                var versions = PreviewVersions.Read(options);
                var target = ExecutionPlan.Single(planned => planned.Name == nameof(Preview)).OrderDependencies.Single();
                var find = () => PreviewCache.Find(options, target, Skipped);
                // As long as Git compares the work tree, it needs a core for itself.
                var cached = changes.IsCompleted ? Task.Run(find) : find();
                var steps = PreviewSteps.Of(target, Skipped);
                var plan = new PreviewPlan(options, steps, await forecast, await later, await versions);
                return plan.Of(services, Lifecycle.Base).WithCached(await cached);
            }
        });

    // NUKE applies its own parameter to scheduled targets only.
    private string[]? Skipped =>
        Lifecycle.CommandLine.Any(argument => argument.StartsWith('-') && argument.TrimStart('-').Equals("skip", StringComparison.OrdinalIgnoreCase))
            ? [.. Arguments.ValuesOf("Skip", Lifecycle.CommandLine).SelectMany(names => names.Split('+', StringSplitOptions.RemoveEmptyEntries))]
            : null;
}
