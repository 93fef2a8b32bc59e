using System.Globalization;
using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages;

/// <summary>
/// Reads the diagnostics of compilers and linters, each a line with a place and a message: those of most tools have one
/// form.
/// </summary>
internal static partial class DiagnosticLines
{
    /// <summary>
    /// Reads <c>file:line:column: message</c>, as of Go, flake8 and most others; a code before the message is its rule.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="tool">The tool's name.</param>
    /// <param name="severity">The severity of all.</param>
    /// <param name="text">The tool's output.</param>
    /// <param name="folder">The folder that the tool ran in; null: the service's.</param>
    public static ImmutableArray<Finding> Read(
        StepContext step,
        string tool,
        Severity severity,
        string text,
        AbsolutePath? folder = null
    ) =>
        [
            .. text.Split('\n')
                .Select(line => Form().Match(line.TrimEnd('\r')))
                .Where(match => match.Success)
                .Select(match => new Finding(
                    tool,
                    match.Groups["rule"] is { Success: true } rule ? rule.Value : tool,
                    severity,
                    match.Groups["message"].Value
                )
                {
                    File = step.RepositoryPath(
                        Path.GetFullPath(match.Groups["file"].Value, folder ?? step.Service.Directory)
                    ),
                    Line = Number(match.Groups["line"]),
                    Column = Number(match.Groups["column"]),
                })
                .Distinct(),
        ];

    private static int? Number(Group group) =>
        group.Success ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(
        @"^(vet: )?(?<file>([A-Za-z]:)?[^\s:][^:]*):(?<line>\d+)(:(?<column>\d+))?: ((?<rule>[A-Z]+\d+) )?(?<message>.+)$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Form();
}
