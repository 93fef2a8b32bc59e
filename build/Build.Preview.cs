using Nuke.Common;
using Pipeline.Deployments;
using Pipeline.Execution;
using Pipeline.Planning;
using Pipeline.Preview;
using Pipeline.Reporting;
using Pipeline.Workflows;
using Pipeline.Workflows.Delivery;

sealed partial class Build
{
    [Parameter("How Preview, Status, History and Dora show what they found: text, json or, for Preview, github. Default: text", Name = "Format")]
    readonly string PreviewFormat = "text";

    [Parameter("Preview takes the checkout for unchanged, as it is in CI right after it was made, and compares no file")]
    readonly bool AssumeClean;

    // Git takes longer to compare the work tree than all else takes, and is asked before NUKE has read its parameters.
    private PendingSource? previewed =
        CommandLine is [nameof(Preview), ..] && Arguments.Given([nameof(Catalog), nameof(AssumeClean)], CommandLine).IsEmpty
            ? PendingSource.Ask(RootDirectory)
            : null;

    private void BeginPreview()
    {
        if (previewed?.Directory != Catalog.Parent)
            previewed = PendingSource.Ask(Catalog.Parent, AssumeClean);
        _ = Task.Run(() => Platform);
    }

    // Nuke lets a target see those that it would come after, scheduled or not: the preview is of that one.
    [Job("plan", Minutes = 15, Comment = "Finds the services that there is something to do for.")]
    [NeedsHistory("tells what has changed")]
    [NeedsApp(DeliveryNeeds.GitOps, Scope.Contents, Access.Read, "reads what was last delivered")]
    Target Preview => _ => _
        .Description("Shows what Deliver would do, and does nothing: services and why, steps, images, manifest lines")
        .After(Deliver)
        .Executes(async () =>
        {
            Arguments.RefuseUnknown(CommandLine, GetType());
            var format = FormatName.Parse(PreviewFormat);
            var (_, commit, changes) = previewed!;
            var later = LaterCommits.Read(Catalog.Parent, "HEAD");
            var environment = Destination(Environment);
            var forecast = Deployments.Find(environment) is { } deployment
                ? Task.Run<IForecast?>(async () => await deployment.Foresee(Platform, environment, Artifacts, HoldsSecret))
                : Task.FromResult<IForecast?>(null);

            // Git compares the work tree meanwhile, which takes longer than all the rest; and mostly nothing differs.
            var source = await commit;
            var preview = await Plan(source);
            if (await changes is { IsEmpty: false } found)
                preview = await Plan(source with { Changes = found });
            PreviewWriter.Write(preview, format, Console.Out, System.Environment.GetEnvironmentVariable("GITHUB_OUTPUT"));

            async Task<DeliveryPreview> Plan(SourceRevision source)
            {
                var (options, services) = await Prepare(environment, source);
                var versions = PreviewVersions.Read(options);
                var target = ExecutionPlan.Single(planned => planned.Name == nameof(Preview)).OrderDependencies.Single();
                var find = () => PreviewCache.Find(options, target, Skipped);
                // As long as Git compares the work tree, it needs a core for itself.
                var cached = changes.IsCompleted ? Task.Run(find) : find();
                var steps = PreviewSteps.Of(target, Skipped);
                var plan = new PreviewPlan(options, steps, await forecast, await later, await versions);
                return plan.Of(services, Base).WithCached(await cached);
            }
        });

    // Nuke applies its own parameter to scheduled targets only.
    private static string[]? Skipped =>
        CommandLine.Any(argument => argument.TrimStart('-').Equals("skip", StringComparison.OrdinalIgnoreCase) && argument.StartsWith('-'))
            ? [.. Arguments.ValuesOf("Skip", CommandLine).SelectMany(names => names.Split('+', StringSplitOptions.RemoveEmptyEntries))]
            : null;
}
