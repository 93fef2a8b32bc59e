using System.Text.RegularExpressions;
using Pipeline.Adoption.Trees;
using Pipeline.Adoption.Workflows;
using Pipeline.Catalog;
using Pipeline.Quality.Findings;

namespace Pipeline.Adoption.Review;

/// <summary>
/// Holds edits by <c>sed</c> against the files that they edit: one that matches no line changes nothing and succeeds.
/// What a variable is part of is not known here, and passes.
/// </summary>
/// <param name="tree">The files.</param>
internal sealed partial class SubstitutionRules(RepositoryTree tree)
{
    private static readonly ReviewRule NoMatch = new(
        WorkflowReview.Tool,
        "sed-without-match",
        Severity.High,
        "Bump fails where it does not find the image of a service, and names what is there"
    );

    private static readonly ReviewRule Greedy = new(
        WorkflowReview.Tool,
        "sed-too-greedy",
        Severity.High,
        "Bump changes the bytes of one service's image, and proves that nothing else of the document changed"
    );

    /// <summary>The findings in a workflow.</summary>
    public IEnumerable<Finding> Check(ExistingWorkflow workflow) =>
        workflow.Jobs.SelectMany(job => job.Commands).SelectMany(each => Check(each.Step, each.Command));

    private IEnumerable<Finding> Check(ExistingStep step, ScriptCommand command)
    {
        if (Edit().Match(command.Program) is not { Success: true } edit)
            yield break;

        var folder = step.Map.Text("working-directory") is { } inner ? $"{inner.Trim('/', '.')}/" : "";
        var file = $"{folder}{edit.Groups["file"].Value}".TrimStart('.', '/');
        var written = edit.Groups["pattern"].Value;
        if (
            !tree.HasFile(file)
            || IsOpen(written, edit)
            || Expression(written, edit.Groups["extended"].Success) is not { } pattern
        )
            yield break;

        string[] images = [.. (tree.Text(file) ?? "").Split('\n').Where(line => pattern.IsMatch(line))];
        if (images.Length == 0)
            yield return NoMatch.At(
                step.Job.Workflow.Path,
                command.Line,
                $"no line of {file} has {written}: the edit changes nothing, and the job is green"
            );
        else if (images.Where(line => Image().IsMatch(line)).Select(NameOf).Distinct().Skip(1).Any())
            yield return Greedy.At(
                step.Job.Workflow.Path,
                command.Line,
                $"{images.Length} lines of {file} have {written}, with the images of several containers: each of them becomes the same one"
            );
    }

    // A variable in double quotes is of the shell, and an expression of GitHub anywhere.
    private static bool IsOpen(string pattern, Match edit) =>
        pattern.Contains("${{", StringComparison.Ordinal)
        || (edit.Groups["quote"].Value == "\"" && Variable().IsMatch(pattern));

    private static string NameOf(string line) => Image().Match(line).Groups["name"].Value;

    private static Regex? Expression(string written, bool isExtended)
    {
        var text = isExtended
            ? written
            : Basic().Replace(written, match => match.Value is ['\\', var sign] ? $"{sign}" : $"\\{match.Value}");
        try
        {
            return new(text, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex(
        @"^sed\s+(-i(\.\w+|\s'')?|--in-place|(?<extended>-[Er]|--regexp-extended|-i[Er]|-[Er]i)|-e|-n|\s)+\s*(?<quote>[""'])s(?<sign>[^\w\s])(?<pattern>.*?)(?<!\\)\k<sign>.*?\k<quote>\s+(?<file>[\w./-]+)$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Edit();

    [GeneratedRegex(@"\$[A-Za-z_{(]")]
    private static partial Regex Variable();

    // What basic expressions write with a backslash, extended ones write without, and the other way round.
    [GeneratedRegex(@"\\[(){}|+?]|[(){}|+?]")]
    private static partial Regex Basic();

    [GeneratedRegex(
        @"^\s*(-\s+)?image:\s*[""']?(?<name>[^\s""'@]+?)(:[^\s""'/]*)?([""'@\s]|$)",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Image();
}
