using System.Globalization;
using Nuke.Common.IO;
using Pipeline.Acceptance.Suites;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Acceptance.LoadTests;

/// <summary>The target <c>Load</c>: puts an environment under load, and judges what was measured.</summary>
internal static class Load
{
    /// <summary>Runs the platform's load test once, for all services.</summary>
    /// <param name="contexts">One for each service; at least one.</param>
    /// <param name="baseline">The file of the run to compare with; null: the last good one of this workspace.</param>
    /// <returns>A result for each context, in their order.</returns>
    public static async Task<ImmutableArray<StepResult>> Run(
        ImmutableArray<StepContext> contexts,
        AbsolutePath? baseline
    )
    {
        var result = await Run(contexts[0], baseline);
        return [.. contexts.Select(_ => result)];
    }

    private static async Task<StepResult> Run(StepContext step, AbsolutePath? baseline)
    {
        var environment = step.Environment;
        if (step.Platform.Load is not { } test)
            return step.Unable("there is no load test: state \"load\" in the catalog");
        if (!environment.TakesLoad)
            return step.Unable(
                $"{environment.Name} is not put under load: where nobody is harmed by it, state environments.{environment.Name}.takesLoad"
            );
        if (environment.Addresses?.Base is not { } address)
            return step.Unable(
                $"what to put under load is not known: state environments.{environment.Name}.addresses.base"
            );

        if (baseline is not null && KeptLoad.Read(baseline) is null)
            return StepResult.Failed($"{baseline} holds no run to compare with: give a file that Load has kept");

        var kept = KeptLoad.FileOf(step.Artifacts, environment.Name);
        var report = Judge(test, await Measure(test, step, address, kept.Parent!), KeptLoad.Read(baseline ?? kept));
        step.Provide(report);
        step.Log.Write(report.Comparison);
        if (!report.Violations.IsEmpty)
            return StepResult.Failed(string.Join("; ", report.Violations));

        KeptLoad.Write(kept, report);
        return StepResult.PassedWith($"{Sentence(report.Result.Total)}; {report.Comparison}");
    }

    private static async Task<LoadReport> Measure(LoadTest test, StepContext step, Uri address, AbsolutePath place)
    {
        var folder = place / "run";
        folder.CreateOrCleanDirectory();
        step.Variables = SuiteVariables.Of(step, step.Environment.Addresses!);
        step.Writable = [folder];
        step.Ports = [address.Port];
        var result = await (
            test.Tool == LoadTool.K6
                ? K6Run.Run(test, step, address, folder)
                : LocustRun.Run(test, step, address, folder)
        );
        return new(
            step.Environment.Name,
            step.Source.Commit,
            test.Users,
            $"{test.Tool}",
            test.WarmUp.TotalSeconds,
            result
        );
    }

    private static LoadReport Judge(LoadTest test, LoadReport report, LoadReport? before) =>
        Incomparable(test, report, before) is { } reason
            ? report with
            {
                Violations = [.. LoadRules.Violated(test, report.Result)],
                Comparison = reason,
            }
            : report with
            {
                Violations =
                [
                    .. LoadRules.Violated(test, report.Result),
                    .. LoadRules.Worse(before!.Result, report.Result, test.Tolerance!.Value),
                ],
                Comparison =
                    $"compared with {before.Commit[..Math.Min(7, before.Commit.Length)]}, the last good run in {before.Environment}",
            };

    private static string? Incomparable(LoadTest test, LoadReport report, LoadReport? before) =>
        test.Tolerance is null ? "not compared: the catalog has no tolerance"
        : before is null ? $"compared with nothing: no good run in {report.Environment} is kept yet"
        : (before.Users, before.Tool) != (report.Users, report.Tool)
            ? $"compared with nothing: the last good run had {before.Users} users of {before.Tool}"
        : null;

    private static string Sentence(RouteLoad total) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{total.Requests} requests, {total.Rps:0.#} a second, p95 {total.P95:0.#} ms, p99 {total.P99:0.#} ms, {total.ErrorPercent:0.##} % failed"
        );
}
