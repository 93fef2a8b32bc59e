using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Pins;

/// <summary>
/// Every action that a generated workflow uses of itself, beside those that install languages. Each commit is what the
/// action's own repository has under the tag. <c>UpdateActions</c> moves them on.
/// </summary>
public static class UsedActions
{
    /// <summary>Brings the sources.</summary>
    public static ActionPin Checkout { get; } =
        new("actions/checkout", "3d3c42e5aac5ba805825da76410c181273ba90b1", "v7.0.1");

    /// <summary>Takes files to later jobs.</summary>
    public static ActionPin UploadArtifact { get; } =
        new("actions/upload-artifact", "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f", "v7.0.0");

    /// <summary>Brings files of earlier jobs.</summary>
    public static ActionPin DownloadArtifact { get; } =
        new("actions/download-artifact", "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c", "v8.0.1");

    /// <summary>Makes a token of a GitHub App, which lasts no longer than the job.</summary>
    public static ActionPin CreateAppToken { get; } =
        new("actions/create-github-app-token", "1b10c78c7865c340bc4f6099eb2f838309f1e8c3", "v3.1.1");

    /// <summary>All of them.</summary>
    public static ImmutableArray<ActionPin> All { get; } = [Checkout, UploadArtifact, DownloadArtifact, CreateAppToken];
}
