using System.Text.RegularExpressions;

namespace Pipeline.Aws.Iam;

/// <summary>The repository on GitHub whose jobs assume roles.</summary>
/// <param name="Owner">Its owner.</param>
/// <param name="Name">Its name.</param>
internal sealed partial record SourceRepository(string Owner, string Name)
{
    /// <summary>GitHub's ids of owner and repository; null where they are not known.</summary>
    public (string Owner, string Repository)? Ids { get; init; }

    /// <summary>The repository of a catalog.</summary>
    /// <param name="source">The URL of the sources; null where the catalog names none.</param>
    /// <param name="ids">The ids, <c>OWNER-ID/REPOSITORY-ID</c>; null where they are not known.</param>
    /// <exception cref="IamException">The URL is none of GitHub's, or the ids are no numbers.</exception>
    public static SourceRepository Of(string? source, string? ids)
    {
        if (Address().Match(source ?? "") is not { Success: true } address)
            throw new IamException(
                $"the repository whose jobs may assume the roles is unknown: set \"source\" in the catalog to https://github.com/OWNER/NAME, not \"{source}\""
            );
        if (ids is not null && !Numbers().IsMatch(ids))
            throw new IamException(
                $"--repository-ids \"{ids}\": expected two numbers, OWNER-ID/REPOSITORY-ID, as GitHub's API has them under repos/{address.Groups["owner"]}/{address.Groups["name"]}"
            );
        return new(address.Groups["owner"].Value, address.Groups["name"].Value)
        {
            Ids = ids?.Split('/') is [var owner, var repository] ? (owner, repository) : null,
        };
    }

    /// <summary>What GitHub calls jobs in an environment: repositories since 2026-07-15 by their ids too.</summary>
    public IEnumerable<string> Subjects(string environment) =>
        Ids is { } ids
            ?
            [
                $"repo:{Owner}/{Name}:environment:{environment}",
                $"repo:{Owner}@{ids.Owner}/{Name}@{ids.Repository}:environment:{environment}",
            ]
            : [$"repo:{Owner}/{Name}:environment:{environment}"];

    [GeneratedRegex(@"^https://github\.com/(?<owner>[^/]+)/(?<name>[^/]+?)(\.git)?/?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Address();

    [GeneratedRegex(@"^[0-9]+/[0-9]+\z")]
    private static partial Regex Numbers();
}
