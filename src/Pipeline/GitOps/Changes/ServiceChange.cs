using Pipeline.Catalog;
using Pipeline.Deployments.History;
using Pipeline.GitOps.Manifests;

namespace Pipeline.GitOps.Changes;

/// <summary>What is to become of one service in one environment, before it is a commit.</summary>
internal sealed record ServiceChange
{
    /// <summary>The image to set; null where it stays.</summary>
    public ImageReference? Image { get; init; }

    /// <summary>What becomes of the pins; null where they stay.</summary>
    public Func<PinFile, byte[]>? Pins { get; init; }

    /// <summary>The first line of the commit's message.</summary>
    public required string Subject { get; init; }

    /// <summary>What there is to say to people beyond that; empty for nothing.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>What is left to say of it beside what it does, to be put behind that; empty for nothing.</summary>
    public string Remark { get; init; } = "";

    /// <summary>What is said to machines.</summary>
    public required DeploymentTrailers Trailers { get; init; }

    /// <summary>True where the commit goes to the sources' own repository, and would start a run there.</summary>
    public bool SkipsCi { get; init; }

    /// <summary>The commit's message.</summary>
    public string Message =>
        $"{Subject}\n\n{Paragraph(Explanation)}{Paragraph(SkipsCi ? "[skip ci]" : "")}{Trailers.Write()}";

    private static string Paragraph(string text) => text.Length > 0 ? $"{text}\n\n" : "";
}

/// <summary>A change as a commit that nobody has yet.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="File">The first file that it changes.</param>
/// <param name="Diff">What it changes of images, as a unified diff; empty where it changes pins alone.</param>
internal sealed record CommittedChange(string Commit, string File, string Diff);
