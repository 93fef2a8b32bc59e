using System.Text.RegularExpressions;
using Pipeline.Adoption.Trees;
using Pipeline.Catalog;
using Pipeline.Quality.Findings;

namespace Pipeline.Adoption.Review;

/// <summary>The rules for Dockerfiles.</summary>
internal static partial class DockerfileReview
{
    /// <summary>The name of these rules in reports.</summary>
    public const string Tool = "dockerfiles";

    private static readonly ReviewRule Unpinned = new(
        Tool,
        "base-image-not-pinned",
        Severity.Medium,
        "\"bases\" of the catalog holds one digest for all Dockerfiles, which Dependabot's proposals move"
    );

    private static readonly ReviewRule Latest = Unpinned with { Severity = Severity.High };

    private static readonly ReviewRule Root = new(
        Tool,
        "runs-as-root",
        Severity.Medium,
        "Pipeline leaves the user to the Dockerfile, and Scan fails on it where Trivy's rules are gates"
    );

    /// <summary>The findings in a Dockerfile.</summary>
    public static IEnumerable<Finding> Check(string path, string text) => Images(path, text).Concat(User(path, text));

    private static IEnumerable<Finding> Images(string path, string text) =>
        from use in Dockerfile.ImagesOf(text, ImmutableDictionary<string, string>.Empty)
        where use.Image is not null
        let image = ImageReference.Parse(use.Image!)
        where image.Digest is null
        select (image.Tag is null or "latest" ? Latest : Unpinned).At(
            path,
            Dockerfile.PlaceOf(text, use.At).Line,
            $"{use.Image} can be pushed again: the same commit gives another image tomorrow"
        );

    private static IEnumerable<Finding> User(string path, string text)
    {
        var stages = new Dictionary<string, Stage>(StringComparer.OrdinalIgnoreCase);
        Stage? last = null;
        foreach (var (at, line) in DockerfileInstructions.Read(text))
            if (From().Match(line) is { Success: true } from)
            {
                var image = from.Groups["image"].Value;
                last = new(
                    Dockerfile.PlaceOf(text, at + from.Index).Line,
                    stages.GetValueOrDefault(image)?.User,
                    IsSilent(image, stages)
                );
                stages[from.Groups["stage"].Success ? from.Groups["stage"].Value : $"{stages.Count}"] = last;
            }
            else if (last is not null && Change().Match(line) is { Success: true } change)
            {
                last = last with
                {
                    User = change.Groups["user"].Value,
                    Line = Dockerfile.PlaceOf(text, at + change.Groups["user"].Index).Line,
                    IsSilent = false,
                };
                stages[stages.Last().Key] = last;
            }

        if (last is { IsSilent: false, User: null or "root" or "0" or "0:0" or "root:root" })
            yield return Root.At(
                path,
                last.Line,
                last.User is null
                    ? "no USER is set: whoever breaks into the service is root in its container"
                    : "the service runs as root: whoever breaks into it is root in its container"
            );
    }

    // An image that sets a user itself, or one that is not known here.
    private static bool IsSilent(string image, Dictionary<string, Stage> stages) =>
        stages.TryGetValue(image, out var stage)
            ? stage.IsSilent
            : image.Contains('$', StringComparison.Ordinal) || Unprivileged().IsMatch(image);

    private sealed record Stage(int Line, string? User, bool IsSilent);

    [GeneratedRegex(
        @"^\s*FROM\s+(--\S+\s+)*(?<image>\S+)(\s+AS\s+(?<stage>\S+))?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex From();

    [GeneratedRegex(@"^\s*USER\s+(?<user>\S+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Change();

    [GeneratedRegex("nonroot|unprivileged|rootless|chainguard|jetty|mcr.microsoft.com/dotnet/.*chiseled")]
    private static partial Regex Unprivileged();
}
