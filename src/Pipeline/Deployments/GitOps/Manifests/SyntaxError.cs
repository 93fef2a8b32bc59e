using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>Describes a YAML syntax error.</summary>
internal static partial class SyntaxError
{
    /// <summary>A sentence with file, line and column.</summary>
    public static string Describe(string path, string text, YamlException failure)
    {
        var (line, column) = ((int)failure.Start.Line, (int)failure.Start.Column);
        // The parser reports a tab at the beginning of the current node, which may be the first line of the file.
        if (failure.Message.Contains("tab", StringComparison.Ordinal) && IndentingTab(text, line) is { } tab)
            return $"{path}:{tab.Line}:{tab.Column} does not parse as YAML: there is a tab in the indentation; use spaces";

        if (AnchorInFlow(text, line) is { } anchor)
            return $"{path}:{line}:{anchor.Index + 1} cannot be read: the parser does not take an anchor ({anchor.Value.Trim()}) "
                + "before a plain text within braces, though YAML allows it: put the text in quotes, or each key on a line of its own";

        return $"{path}:{line}:{column} does not parse as YAML: {failure.Message.TrimEnd('.')}";
    }

    private static Match? AnchorInFlow(string text, int line) =>
        text.Split('\n').ElementAtOrDefault(line - 1) is { } written
        && Anchored().Match(written) is { Success: true } match
            ? match
            : null;

    [GeneratedRegex(@"(?<=[{\[,][^{}\[\]]*:\s+|[\[,]\s*)&[^\s,{}\[\]]+\s+(?=[^\s""'{\[&*])")]
    private static partial Regex Anchored();

    private static (int Line, int Column)? IndentingTab(string text, int from)
    {
        var lines = text.Split('\n');
        for (var i = from - 1; i < lines.Length; i++)
        {
            var indentation = lines[i].AsSpan()[..^lines[i].AsSpan().TrimStart(" \t").Length];
            if (indentation.IndexOf('\t') is >= 0 and var column)
                return (i + 1, column + 1);
        }

        return null;
    }
}
