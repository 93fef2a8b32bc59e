using Pipeline.Foundation.Failures;

namespace Pipeline.Foundation.Processes;

/// <summary>The outcome of a program.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output, without a byte order mark.</param>
/// <param name="Error">Its standard error.</param>
public sealed record CommandOutcome(int ExitCode, string Output, string Error = "")
{
    /// <summary>True for exit code 0.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>The program's standard output.</summary>
    /// <exception cref="StepFailedException">It exceeded the limit; all of it is in the log.</exception>
    public string Output
    {
        get => Whole(field);
        init;
    } = Output;

    /// <summary>The program's standard error.</summary>
    /// <exception cref="StepFailedException">It exceeded the limit; all of it is in the log.</exception>
    public string Error
    {
        get => Whole(field);
        init;
    } = Error;

    /// <summary>The message that the output exceeded the limit; null where it did not.</summary>
    internal string? TooMuch { get; init; }

    // A truncated report would be read as a complete one, without the findings at its end.
    private string Whole(string text) =>
        TooMuch is null ? text : throw new StepFailedException($"{TooMuch} (exit code {ExitCode})");
}
