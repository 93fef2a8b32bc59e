using System.Globalization;

namespace Pipeline.Deployments.History;

/// <summary>A commit of a GitOps repository.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parents">The names of its parents.</param>
/// <param name="Time">When it was made.</param>
/// <param name="Author">Who made it, <c>NAME &lt;ADDRESS&gt;</c>; empty where the log does not say.</param>
/// <param name="Message">Its message.</param>
internal sealed record LoggedCommit(string Name, string[] Parents, DateTimeOffset Time, string Author, string Message)
{
    /// <summary>Parses an entry of <c>git log --format=%H%n%P%n%ct %an &lt;%ae&gt;%n%B</c>.</summary>
    public static LoggedCommit Parse(string entry)
    {
        var lines = entry.Split('\n', 4);
        var made = lines[2].Split(' ', 2);
        return new(
            lines[0],
            lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries),
            DateTimeOffset.FromUnixTimeSeconds(long.Parse(made[0], CultureInfo.InvariantCulture)),
            made.ElementAtOrDefault(1) ?? "",
            lines[3]
        );
    }
}
