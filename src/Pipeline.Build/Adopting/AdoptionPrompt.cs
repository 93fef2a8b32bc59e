using Pipeline.Adoption.Proposal;
using Spectre.Console;

namespace Pipeline.Build.Adopting;

/// <summary>Asks a person at a terminal.</summary>
internal static class AdoptionPrompt
{
    /// <summary>True where somebody is there to answer.</summary>
    public static bool IsPossible => !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <summary>The answers to questions, each as <c>KEY=VALUE</c>.</summary>
    public static ImmutableArray<string> Ask(ImmutableArray<Question> questions)
    {
        // A choice hides the cursor, and Ctrl-C ends the process before it is shown again.
        Console.CancelKeyPress += ShowCursor;
        try
        {
            return
            [
                .. questions.Select(question =>
                    $"{question.Key}={AnsiConsole.Prompt(
                        new SelectionPrompt<Candidate>()
                            .Title(Markup.Escape(question.Text))
                            .UseConverter(candidate => Markup.Escape($"{candidate.Value}: {candidate.Reason}"))
                            .AddChoices(question.Candidates)
                    ).Value}"
                ),
            ];
        }
        finally
        {
            Console.CancelKeyPress -= ShowCursor;
        }
    }

    private static void ShowCursor(object? sender, ConsoleCancelEventArgs pressed) => AnsiConsole.Cursor.Show();

    /// <summary>True where a person wants the files to be written.</summary>
    public static bool Confirm(int files) =>
        AnsiConsole.Confirm($"Write {(files == 1 ? "this file" : $"these {files} files")}?");
}
