using Pipeline.Workflows.Writing;

namespace Pipeline.Workflows.Updates;

/// <summary>Writes <c>dependabot.yml</c>: always the same bytes for the same packages.</summary>
/// <remarks>
/// https://docs.github.com/en/code-security/reference/supply-chain-security/dependabot-options-reference
/// </remarks>
internal static class DependabotWriter
{
    // Most hostile releases are found out, and taken back, within days. It does not hold back security updates.
    private const string CooldownDays = "7";

    private const int MostOnALine = 4;

    /// <summary>The file; empty where there are no packages.</summary>
    /// <param name="comment">The lines at its head.</param>
    /// <param name="updates">The packages, in any order.</param>
    public static string Write(ImmutableArray<string> comment, IEnumerable<PackageUpdates> updates)
    {
        var ecosystems = updates
            .GroupBy(one => one.Ecosystem, one => one.Directories, StringComparer.Ordinal)
            .OrderBy(ecosystem => ecosystem.Key, StringComparer.Ordinal)
            .ToArray();
        if (ecosystems.Length == 0)
            return "";

        var yaml = new YamlLines();
        foreach (var line in comment)
            yaml.Comment(line);
        yaml.Pair("version", "2", asItReads: true);
        yaml.Block(
            "updates",
            () =>
            {
                foreach (var ecosystem in ecosystems)
                    yaml.Item(() =>
                        Write(
                            yaml,
                            ecosystem.Key,
                            [.. ecosystem.SelectMany(each => each).Distinct().Order(StringComparer.Ordinal)]
                        )
                    );
            }
        );
        return yaml.ToString();
    }

    private static void Write(YamlLines yaml, string ecosystem, ImmutableArray<string> directories)
    {
        yaml.Pair("package-ecosystem", ecosystem);
        if (directories.Length <= MostOnALine)
            yaml.List("directories", directories);
        else
            yaml.Block(
                "directories",
                () =>
                {
                    foreach (var directory in directories)
                        yaml.Line($"- {ScalarText.Of(directory)}");
                }
            );
        yaml.Block("schedule", () => yaml.Pair("interval", "weekly"));
        yaml.Block("cooldown", () => yaml.Pair("default-days", CooldownDays, asItReads: true));
        yaml.Block("groups", () => yaml.Block(ecosystem, () => yaml.List("patterns", ["*"])));
    }
}
