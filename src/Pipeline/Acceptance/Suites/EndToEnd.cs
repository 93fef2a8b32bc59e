using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Quality;

namespace Pipeline.Acceptance.Suites;

/// <summary>The target <c>EndToEnd</c>: tests a running environment by the suites of the catalog.</summary>
internal static class EndToEnd
{
    /// <summary>
    /// Runs the platform's suite once, and those of the services. A service passes where both pass; they run one after
    /// another, as they share the environment.
    /// </summary>
    /// <param name="contexts">One for each service; at least one.</param>
    /// <returns>A result for each context, in their order.</returns>
    public static async Task<ImmutableArray<StepResult>> Run(ImmutableArray<StepContext> contexts)
    {
        if (contexts[0].Environment.Addresses is not { } addresses)
            return [.. contexts.Select(context => context.Unable(Unaddressed(context.Environment)))];

        var common = contexts[0].Platform.EndToEnd is { } platform ? await Run(platform, contexts[0], addresses) : null;
        var results = ImmutableArray.CreateBuilder<StepResult>();
        foreach (var context in contexts)
        {
            var own = context.Service.EndToEnd is { } suite ? await Run(suite, context, addresses) : null;
            // The report of the platform's suite is handed over once.
            HandOver(context, context == contexts[0] ? [common, own] : [own]);
            results.Add(Judge(context, [common, own]));
        }

        return results.ToImmutable();
    }

    private static async Task<SuiteResult> Run(EndToEndSuite suite, StepContext step, EnvironmentAddresses addresses)
    {
        if (CatalogCommand.Refuse(step, suite.Command) is { } refusal)
            return new(StepResult.Failed(refusal));
        try
        {
            var report = await new SuiteRun(suite, step, addresses).Run();
            var sentence = SuiteSentence.Of(report);
            return new(report.Passed ? StepResult.PassedWith(sentence) : StepResult.Failed(sentence), report);
        }
        catch (StepFailedException failure)
        {
            step.Log.Write(failure.Message);
            return new(StepResult.Failed($"{suite.Name}: {failure.Message}"));
        }
    }

    private static void HandOver(StepContext step, SuiteResult?[] results)
    {
        ImmutableArray<SuiteReport> reports = [.. results.Select(result => result?.Report).OfType<SuiteReport>()];
        if (!reports.IsEmpty)
            step.Provide(new EndToEndReport(reports));
    }

    private static StepResult Judge(StepContext step, SuiteResult?[] results)
    {
        var known = results.OfType<SuiteResult>().Select(result => result.Result).ToArray();
        if (known.Length == 0)
            return step.Unable(
                $"nothing tests {step.Service.Name} end to end: state \"endToEnd\" of the platform or of the service"
            );

        var failed = known.Where(result => result.Status == StepStatus.Failed).ToArray();
        return failed.Length > 0 ? StepResult.Failed(Join(failed)) : StepResult.PassedWith(Join(known));
    }

    private static string Join(StepResult[] results) => string.Join("; ", results.Select(result => result.Reason));

    private static string Unaddressed(DeploymentEnvironment environment) =>
        $"where services answer in {environment.Name} is not known: state environments.{environment.Name}.addresses in the catalog";

    private sealed record SuiteResult(StepResult Result, SuiteReport? Report = null);
}
