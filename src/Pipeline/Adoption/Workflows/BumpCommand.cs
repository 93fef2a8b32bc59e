using System.Text.RegularExpressions;

namespace Pipeline.Adoption.Workflows;

/// <summary>Knows the commands by which workflows set an image in manifests.</summary>
internal static partial class BumpCommand
{
    /// <summary>True for such a command.</summary>
    public static bool Is(ScriptCommand command) => Edit().IsMatch(command.Program);

    [GeneratedRegex(
        @"^(sed\s+-i\b.*(image|tag|newTag)|kustomize\s+edit\s+set\s+image|yq\s.*\b(image|tag|newTag)\b|kubectl\s+set\s+image|git\s+(-C\s+\S+\s+)?push\b(?!.*--tags))",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Edit();
}
