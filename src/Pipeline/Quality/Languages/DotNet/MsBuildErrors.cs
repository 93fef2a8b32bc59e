using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages.DotNet;

/// <summary>
/// Reads the errors of .NET's tools: <c>file(line,column): error CODE: message [project]</c>. Those of NuGet have no
/// line, those of MSBuild itself no file, and those of the SDK's own files are about the project.
/// </summary>
internal static partial class MsBuildErrors
{
    public static ImmutableArray<Finding> Read(StepContext step, string tool, string text) =>
        [
            .. text.Split('\n')
                .Select(line => Error().Match(line.TrimEnd('\r')))
                .Where(match => match.Success)
                .Select(match => Finding(step, tool, match))
                .Distinct(),
        ];

    private static Finding Finding(StepContext step, string tool, Match match)
    {
        var finding = new Finding(
            tool,
            match.Groups["rule"] is { Success: true } rule ? rule.Value : tool,
            Severity.High,
            match.Groups["message"].Value
        );
        if (Within(step, match.Groups["file"].Value) is { } file)
            return finding with
            {
                File = file,
                Line = Number(match.Groups["line"]),
                Column = Number(match.Groups["column"]),
            };
        return finding with { File = Within(step, match.Groups["project"].Value) };
    }

    // Null for a name outside of the repository, or that is no file.
    private static string? Within(StepContext step, string file) =>
        file.Length > 0
        && File.Exists(Path.GetFullPath(file, step.Service.Directory))
        && step.RepositoryPath(file) is var path
        && !path.StartsWith("../", StringComparison.Ordinal)
            ? path
            : null;

    private static int? Number(Group group) =>
        group.Success ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(
        @"^\s*(?<file>\S.*?)(\((?<line>\d+)(,(?<column>\d+))?[\d,]*\))? ?: error( (?<rule>\w+))? ?: (?<message>.*?)( \[(?<project>[^\]:]*)[^\]]*\])?$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Error();
}
