using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Catalog;

namespace Pipeline.Deployments.History;

/// <summary>
/// The machine-readable trailers of a commit in a GitOps repository. The time of deployment is
/// the commit's own time. docs/reference/gitops.md describes the format.
/// </summary>
public sealed partial record DeploymentTrailers
{
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>The action.</summary>
    public DeploymentAction Action { get; init; }

    /// <summary>The changed environment.</summary>
    public required string Environment { get; init; }

    /// <summary>The environment that the images were promoted from; null for other actions.</summary>
    public string? From { get; init; }

    /// <summary>The run that made it: the URL of its page, or a name.</summary>
    public required string Run { get; init; }

    /// <summary>Who started the run.</summary>
    public required string Actor { get; init; }

    /// <summary>The reason that a person gave; null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>The changes, by service.</summary>
    public required ImmutableArray<DeployedService> Services { get; init; }

    /// <summary>The last paragraph of a commit's message.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        Add("Action", Action.ToString().ToLowerInvariant());
        Add("Environment", Environment);
        Add("From", From);
        Add("Run", Run);
        Add("Actor", Actor);
        Add("Reason", Reason);
        foreach (var service in Services)
        {
            Add("Service", service.Service);
            Add("Image", service.Image?.ToString());
            Add("Source-Commit", service.SourceCommit);
            Add("Source-Time", service.SourceTime?.ToUniversalTime().ToString(Time, CultureInfo.InvariantCulture));
            Add("Reverts", service.Reverts);
            Add("Overrides", service.Overrides);
        }

        return text.ToString();

        // A line break would end the trailer, and the rest could pass for another one.
        void Add(string key, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
                text.Append(key).Append(": ").Append(Blank().Replace(value.Trim(), " ")).Append('\n');
        }
    }

    /// <summary>
    /// Parses a commit's message: one item for each paragraph of trailers, since forges combine several when they
    /// squash commits or add paragraphs. Empty for a commit that Pipeline did not make.
    /// </summary>
    public static ImmutableArray<DeploymentTrailers> Parse(string message) =>
        [
            .. Paragraph()
                .Split(message.ReplaceLineEndings("\n").Trim('\n'))
                .Select(ParseParagraph)
                .OfType<DeploymentTrailers>(),
        ];

    private static DeploymentTrailers? ParseParagraph(string paragraph)
    {
        // A line that begins with a blank continues the previous one.
        var lines = Folded().Replace(paragraph, " ").Split('\n').Select(line => Line().Match(line)).ToArray();
        if (!lines.All(line => line.Success))
            return null;

        var trailers = lines.Select(line => (Key: line.Groups["key"].Value, line.Groups["value"].Value)).ToArray();
        var first = Array.FindIndex(trailers, trailer => Is(trailer.Key, "Service"));
        if (first < 0)
            return null;

        var head = trailers[..first];
        return
            Find(head, "Environment") is { } environment
            && Enum.TryParse<DeploymentAction>(Find(head, "Action") ?? "deploy", ignoreCase: true, out var action)
            && Enum.IsDefined(action)
            ? new()
            {
                Action = action,
                Environment = environment,
                From = Find(head, "From"),
                Run = Find(head, "Run") ?? "",
                Actor = Find(head, "Actor") ?? "",
                Reason = Find(head, "Reason"),
                Services = [.. ByService(trailers[first..]).Select(ParseService)],
            }
            : null;
    }

    private static IEnumerable<(string Key, string Value)[]> ByService((string Key, string Value)[] trailers)
    {
        for (int from = 0, to; from < trailers.Length; from = to)
        {
            to = Array.FindIndex(trailers, from + 1, trailer => Is(trailer.Key, "Service"));
            to = to < 0 ? trailers.Length : to;
            yield return trailers[from..to];
        }
    }

    private static DeployedService ParseService((string Key, string Value)[] trailers) =>
        new(trailers[0].Value)
        {
            Image = Find(trailers, "Image") is { } image ? ImageReference.Parse(image) : null,
            SourceCommit = Find(trailers, "Source-Commit"),
            SourceTime = DateTimeOffset.TryParse(
                Find(trailers, "Source-Time"),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var time
            )
                ? time
                : null,
            Reverts = Find(trailers, "Reverts"),
            Overrides = Find(trailers, "Overrides"),
        };

    private static string? Find((string Key, string Value)[] trailers, string key) =>
        trailers.FirstOrDefault(trailer => Is(trailer.Key, key)).Value is { Length: > 0 } value ? value : null;

    private static bool Is(string key, string name) => key.Equals(name, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"\n[ \t]*\n")]
    private static partial Regex Paragraph();

    [GeneratedRegex(@"\n[ \t]+")]
    private static partial Regex Folded();

    [GeneratedRegex(@"^(?<key>[A-Za-z0-9-]+)[ \t]*:[ \t]*(?<value>.*?)[ \t]*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
