using System.Globalization;
using Pipeline.Execution.Steps;

namespace Pipeline.Quality.Testing;

/// <summary>Decides whether a test run passes.</summary>
internal static class TestGate
{
    private const int MostNamed = 3;

    /// <summary>A run passes if tests ran, none failed, and the coverage is as high as required.</summary>
    /// <param name="step">The step.</param>
    /// <param name="tests">The results.</param>
    /// <param name="unmeasured">Why coverage is missing, if it is, and what to do.</param>
    public static StepResult Judge(StepContext step, TestReport tests, string unmeasured)
    {
        step.Provide(tests);
        if (!tests.Failed.IsEmpty)
            return StepResult.Failed($"{tests.Failed.Length} of {Count(tests.Collected)} failed: {Name(tests.Failed)}");
        if (tests.Collected == 0)
            return WithoutTests(step, DateOnly.FromDateTime(DateTime.UtcNow));
        if (tests.Passed == 0)
            return StepResult.Failed($"{Count(tests.Skipped)} found and all skipped: nothing was tested");

        var required = step.Service.Coverage ?? step.Platform.Policy.Coverage;
        var passed = tests.Skipped == 0 ? Count(tests.Passed) : $"{Count(tests.Passed)} ({tests.Skipped} more skipped)";
        return tests.Coverage switch
        {
            null when required > 0 => step.Unable(
                $"{passed} passed, but whether they cover {Percent(required)} is not known: {unmeasured}"
            ),
            null => StepResult.PassedWith($"{passed}, coverage not measured: {unmeasured}"),
            { } covered when covered < required => StepResult.Failed(
                $"{Percent(covered)} of the code is covered, and {Percent(required)} is required ({passed} passed)"
            ),
            { } covered => StepResult.PassedWith($"{passed}, {Percent(covered)} covered"),
        };
    }

    /// <summary>A service without tests fails, except for the time for which the catalog accepts that.</summary>
    /// <param name="step">The step.</param>
    /// <param name="today">The current day, in UTC.</param>
    internal static StepResult WithoutTests(StepContext step, DateOnly today)
    {
        var key = $"services.{step.Service.Name}.untested";
        if (step.Service.Untested is not { } accepted)
            return StepResult.Failed(
                $"no test was found in {step.Service.Path}: a run without tests proves nothing; for a time, {key} in the catalog accepts that"
            );

        var day = accepted.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return accepted.Until >= today
            ? StepResult.Skipped($"untested until {day}, by {accepted.Owner}: {accepted.Reason}")
            : StepResult.Failed(
                $"no test was found in {step.Service.Path}, and {key} accepted that until {day}: write tests, or have {accepted.Owner} review the exception"
            );
    }

    private static string Count(int tests) => tests == 1 ? "1 test" : $"{tests} tests";

    private static string Name(ImmutableArray<string> tests) =>
        string.Join(", ", tests.Take(MostNamed))
        + (tests.Length > MostNamed ? $" and {tests.Length - MostNamed} more" : "");

    // Rounded down: 79.96 must not read as 80.
    private static string Percent(double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 10) / 10:0.0} %");
}
