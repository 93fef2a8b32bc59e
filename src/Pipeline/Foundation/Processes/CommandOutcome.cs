using Pipeline.Foundation.Failures;

namespace Pipeline.Foundation.Processes;

/// <summary>What came of a program.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output, without the byte order mark that some programs begin with.</param>
/// <param name="Error">What it wrote to standard error.</param>
public sealed record CommandOutcome(int ExitCode, string Output, string Error = "")
{
    /// <summary>True for exit code 0.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>What the program wrote to standard output.</summary>
    /// <exception cref="StepFailedException">It wrote more than is kept; all of it is in the log.</exception>
    public string Output
    {
        get => Whole(field);
        init;
    } = Output;

    /// <summary>What the program wrote to standard error.</summary>
    /// <exception cref="StepFailedException">It wrote more than is kept; all of it is in the log.</exception>
    public string Error
    {
        get => Whole(field);
        init;
    } = Error;

    /// <summary>Says that the program wrote more than is kept; null where it did not.</summary>
    internal string? TooMuch { get; init; }

    // A part would be judged as if it were all: a report whose findings come last would have none.
    private string Whole(string text) =>
        TooMuch is null ? text : throw new StepFailedException($"{TooMuch} (exit code {ExitCode})");
}
