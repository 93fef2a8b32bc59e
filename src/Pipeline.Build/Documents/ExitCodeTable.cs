using System.ComponentModel;
using System.Reflection;
using Pipeline.Build.Run;

namespace Pipeline.Build.Documents;

/// <summary>What a run ends with.</summary>
internal static class ExitCodeTable
{
    /// <summary>The table of all exit codes, by number.</summary>
    public static MarkdownTable Create() => new(["exit code", "meaning"], [.. Enum.GetValues<ExitCode>().Select(Row)]);

    private static ImmutableArray<string> Row(ExitCode code) =>
        [
            MarkdownTable.Code($"{code:D}"),
            MarkdownTable.Prose(
                typeof(ExitCode).GetField($"{code}")!.GetCustomAttribute<DescriptionAttribute>()!.Description
            ),
        ];
}
