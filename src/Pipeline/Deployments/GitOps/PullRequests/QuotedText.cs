namespace Pipeline.Deployments.GitOps.PullRequests;

/// <summary>Foreign text within Markdown.</summary>
internal static class QuotedText
{
    /// <summary>A code block that shows a text as it is, without markup, mentions or links.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">Its language, for syntax highlighting; empty for none.</param>
    public static string Block(string text, string language = "")
    {
        var longest = text.Split('\n').Max(line => line.TrimStart().TakeWhile(letter => letter == '`').Count());
        var fence = new string('`', Math.Max(3, longest + 1));
        return $"{fence}{language}\n{text.TrimEnd('\n')}\n{fence}\n";
    }

    /// <summary>A text within a line, shown as it is.</summary>
    public static string Code(string text) =>
        $"`` {text.ReplaceLineEndings(" ").Replace("``", "` `", StringComparison.Ordinal)} ``";
}
