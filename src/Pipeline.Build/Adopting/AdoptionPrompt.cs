using Pipeline.Adoption.Proposal;
using Spectre.Console;

namespace Pipeline.Build.Adopting;

/// <summary>Asks a person at a terminal.</summary>
internal static class AdoptionPrompt
{
    /// <summary>True where somebody is there to answer.</summary>
    public static bool IsPossible => !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <summary>The answers to questions, each as <c>KEY=VALUE</c>.</summary>
    public static ImmutableArray<string> Ask(ImmutableArray<Question> questions) =>
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

    /// <summary>True where a person wants the files to be written.</summary>
    public static bool Confirm(int files) =>
        AnsiConsole.Confirm($"Write {(files == 1 ? "this file" : $"these {files} files")}?");
}
