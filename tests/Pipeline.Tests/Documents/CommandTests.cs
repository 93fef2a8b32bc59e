using Pipeline.Build.Run;

namespace Pipeline.Tests.Documents;

/// <summary>
/// What documents tell their readers to type. Here each is held against the build; the end-to-end tests run the
/// tutorial, and everywhere else what only looks.
/// </summary>
public sealed class CommandTests
{
    // Not run with the documents, as they do not belong to a platform.
    private static readonly Dictionary<string, string> Others = new()
    {
        ["dotnet"] = "works on this repository itself, as Check does",
        ["t"] = "runs tests",
        ["alias"] = "names the line above",
        ["benchmarks/startup/run.sh"] = "measures, which takes minutes",
        ["benchmarks/compare.sh"] = "the same",
        ["PIPELINE_PACKAGES=upstream"] = "the same",
        ["hyperfine"] = "the same",
        ["export"] = "sets what the next line reads",
        ["DOTNET_EnableEventPipe=1"] = "traces a build",
    };

    private static IEnumerable<DocumentedCommand> Commands => Document.All.SelectMany(document => document.Commands);

    [Fact]
    public void Each_command_of_the_build_names_targets_parameters_and_values_that_there_are() =>
        Commands
            .Where(command => command.BuildArguments is not null)
            .SelectMany(command => Refusals(command).Select(refusal => $"{command}: {refusal}"))
            .ShouldBeEmpty();

    [Fact]
    public void Each_other_command_is_run_with_the_tutorial_or_says_why_it_is_not() =>
        Commands
            .Where(command => command.BuildArguments is null && command.Elsewhere is null)
            .Where(command => !command.File.StartsWith("docs/tutorial/", StringComparison.Ordinal))
            .Where(command => !Others.ContainsKey(command.Program))
            .Select(command => $"{command}: run it in a test, or write <!-- elsewhere: REASON --> above its block")
            .ShouldBeEmpty();

    [Fact]
    public void A_reason_is_left_for_none_that_has_gone() =>
        Others.Keys.Except(Commands.Select(command => command.Program)).ShouldBeEmpty();

    private static IEnumerable<string> Refusals(DocumentedCommand command)
    {
        var arguments = VersionWord.AsParameter(command.BuildArguments!) ?? command.BuildArguments!;
        foreach (
            var refuse in new Action[]
            {
                () => Arguments.RefuseWrong(arguments, TestedBuild.Class),
                () => Arguments.RefuseUnknown(arguments, TestedBuild.Class),
            }
        )
        {
            string? refusal = null;
            try
            {
                refuse();
            }
            catch (RefusedArgumentException refused)
            {
                refusal = refused.Message;
            }

            if (refusal is not null)
                yield return refusal;
        }
    }
}
