using System.Text.RegularExpressions;

namespace Pipeline.Foundation.Git;

/// <summary>Who commits, and how commits are signed, from the Git configuration of the sources' clone.</summary>
/// <param name="Options">Options for Git in another folder.</param>
/// <param name="Author">Name and address, as commits show them.</param>
/// <param name="Committer">The same of the committer.</param>
internal sealed partial record CommitIdentity(ImmutableArray<string> Options, string Author, string Committer)
{
    private static readonly ImmutableArray<string> Pipeline =
    [
        "-c",
        "user.name=Pipeline",
        "-c",
        "user.email=pipeline@localhost",
    ];

    /// <summary>True where Git is configured to sign commits.</summary>
    public bool Signs =>
        Options.LastOrDefault(option => option.StartsWith("commit.gpgsign=", StringComparison.OrdinalIgnoreCase))
            is { } setting
        && setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..].ToLowerInvariant()
            is "true"
                or "yes"
                or "on"
                or "1";

    /// <summary>Finds it; <c>Pipeline</c> commits where Git has no identity.</summary>
    /// <param name="settings">The settings where the sources are.</param>
    public static CommitIdentity Of(GitSettings settings)
    {
        var options = settings
            .Matching(Relevant())
            .SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" })
            .ToImmutableArray();
        const string Otherwise = "Pipeline <pipeline@localhost>";
        return Person("committer", settings) is { } committer
            ? new(options, Person("author", settings) ?? committer, committer)
            : new([.. options, .. Pipeline], Person("author", settings) ?? Otherwise, Otherwise);
    }

    // As Git does, but for a name that it would make up of the machine's.
    private static string? Person(string role, GitSettings settings)
    {
        var (name, address) = (Find("name"), Find("email"));
        return name.Length > 0 && address.Length > 0 ? $"{name} <{address}>" : null;

        string Find(string part) =>
            new[]
            {
                Environment.GetEnvironmentVariable($"GIT_{role}_{part}".ToUpperInvariant()),
                settings[$"{role}.{part}"],
                settings[$"user.{part}"],
            }
                .Select(value => Unwritable().Replace(value ?? "", "").Trim(' ', '.', ',', ':', ';', '"', '\\', '\''))
                .FirstOrDefault(value => value.Length > 0, "");
    }

    [GeneratedRegex(@"^(user\.|gpg\.|commit\.gpgsign$)")]
    private static partial Regex Relevant();

    [GeneratedRegex(@"[<>\p{Cc}]")]
    private static partial Regex Unwritable();
}
