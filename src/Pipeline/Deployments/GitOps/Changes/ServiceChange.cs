using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.History;

namespace Pipeline.Deployments.GitOps.Changes;

/// <summary>A change of one service in one environment, before it is committed.</summary>
internal sealed record ServiceChange
{
    /// <summary>The image to set; null where it stays.</summary>
    public ImageReference? Image { get; init; }

    /// <summary>Edits the pins; null where they stay.</summary>
    public Func<PinFile, byte[]>? Pins { get; init; }

    /// <summary>The first line of the commit's message.</summary>
    public required string Subject { get; init; }

    /// <summary>The paragraph below the subject; empty for none.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>A remark for the step's result; empty for none.</summary>
    public string Remark { get; init; } = "";

    /// <summary>The trailers.</summary>
    public required DeploymentTrailers Trailers { get; init; }

    /// <summary>True where the commit goes to the sources' own repository and would start a run there.</summary>
    public bool SkipsCi { get; init; }

    /// <summary>The commit's message.</summary>
    public string Message =>
        $"{Subject}\n\n{Paragraph(Explanation)}{Paragraph(SkipsCi ? "[skip ci]" : "")}{Trailers.Write()}";

    private static string Paragraph(string text) => text.Length > 0 ? $"{text}\n\n" : "";
}

/// <summary>A change as a commit that is not pushed yet.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="File">The first file that it changes.</param>
/// <param name="Diff">The changes of images, as a unified diff; empty where only pins change.</param>
internal sealed record CommittedChange(string Commit, string File, string Diff)
{
    /// <summary>What else may write the image, as a sentence; null for nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>The same, for the step's result; empty for nothing.</summary>
    public string Remark => Warning is null ? "" : $"; {Warning}";
}
