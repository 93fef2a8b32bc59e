using System.Text.RegularExpressions;
using Nuke.Common.IO;

namespace Pipeline.Workflows;

/// <summary>A generated file.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Content">Its content; empty where there is to be none.</param>
/// <param name="Origin">The attribute that defines it.</param>
public sealed partial record GeneratedFile(AbsolutePath Path, string Content, string Origin)
{
    /// <summary>The comment by which the file is known as generated.</summary>
    internal static string FirstLine(string script, string origin) =>
        $"Written by {script} Workflows, as {origin} of the build says: change that, not this file.";

    /// <summary>The attribute that the first line names; null for a file that a person wrote.</summary>
    internal static string? OriginOf(string content) =>
        Header().Match(content) is { Success: true } line ? line.Groups["origin"].Value : null;

    internal void Write()
    {
        Directory.CreateDirectory(Path.Parent!);
        File.WriteAllText(Path, Content);
    }

    [GeneratedRegex(
        @"\A# Written by [^\n]* Workflows, as (?<origin>\[\w+\]) of the build says",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Header();
}
