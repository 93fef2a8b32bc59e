using System.Text.RegularExpressions;

namespace Pipeline.Adoption.Workflows;

/// <summary>A simple command of a shell script.</summary>
/// <param name="Text">The command with its arguments.</param>
/// <param name="Next">The operator after it: <c>&amp;&amp;</c>, <c>||</c>, <c>|</c>, <c>;</c>; empty at the end of a
/// line.</param>
/// <param name="Line">Its line in the file.</param>
internal sealed partial record ScriptCommand(string Text, string Next, int Line)
{
    /// <summary>
    /// The command without what stands before its program: keywords, variables, and runners of tools.
    /// </summary>
    public string Program => Before().Replace(Text, "");

    /// <summary>True for a command that leads a script to a failure.</summary>
    public bool Fails => Failure().IsMatch(Program);

    [GeneratedRegex(
        @"^(\s*(if|elif|while|until|then|do|else|!|\{|\(|time|sudo(\s+-\S+)*|env|exec|command|npx(\s+--?\S+)*|bunx|poetry\s+run|uv\s+run|pipenv\s+run|pnpm\s+exec|yarn\s+exec|(?<name>[A-Za-z_]\w*)=(""[^""]*""|'[^']*'|[^\s$(]*))\s+)+",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Before();

    [GeneratedRegex(@"^(exit|return)\s+(?!0\b)\S|^false\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Failure();
}
