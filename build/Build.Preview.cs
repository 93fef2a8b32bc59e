using Nuke.Common;
using Pipeline.Execution;
using Pipeline.Planning;
using Pipeline.Reporting;

sealed partial class Build
{
    [Parameter("How Preview, Status, History and Dora show what they found: text, json or, for Preview, github. Default: text", Name = "Format")]
    readonly string PreviewFormat = "text";

    [Parameter("Preview takes the checkout for unchanged, as it is in CI right after it was made, and compares no file")]
    readonly bool AssumeClean;

    // Nuke lets a target see those that it would come after, scheduled or not: the preview is of that one.
    Target Preview => _ => _
        .Description("Shows what Deliver would do, and does nothing: services and why, steps, images, manifest lines")
        .After(Deliver)
        .Executes(async () =>
        {
            Arguments.RefuseUnknown(CommandLine, GetType());
            var format = PreviewFormats.Parse(PreviewFormat);
            var source = Task.Run(() => SourceRevision.Read(Catalog.Parent, AssumeClean));
            var later = Task.Run(() => LaterCommits.Read(Catalog.Parent, "HEAD"));
            var environment = Destination(Environment);
            // Git compares the work tree meanwhile, which takes longer than all the rest.
            var manifests = Task.Run(() => PreviewSource.Read(Platform, environment));
            var (options, services) = await Prepare(environment, await source);
            var target = ExecutionPlan.Single(planned => planned.Name == nameof(Preview)).OrderDependencies.Single();
            var steps = PreviewSteps.Of(target, Skipped);
            var cached = await PreviewCache.Find(options, target, Skipped);
            var preview = DeliveryPreview.Of(options, services, Base, steps, cached, await manifests, await later);
            PreviewFormats.Write(preview, format, Console.Out, System.Environment.GetEnvironmentVariable("GITHUB_OUTPUT"));
        });

    // Nuke applies its own parameter to scheduled targets only.
    private static string[]? Skipped =>
        CommandLine.Any(argument => argument.TrimStart('-').Equals("skip", StringComparison.OrdinalIgnoreCase) && argument.StartsWith('-'))
            ? [.. Arguments.ValuesOf("Skip", CommandLine).SelectMany(names => names.Split('+', StringSplitOptions.RemoveEmptyEntries))]
            : null;
}
