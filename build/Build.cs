using Pipeline.Build;
using Pipeline.Build.Targets;
using Pipeline.Workflows;

/// <summary>
/// Delivers the sample platform with every component; <c>Build.Self.cs</c> is this repository's own work.
/// </summary>
[GitHubWorkflow("check", Targets = [nameof(Check)], PullRequestsTo = ["main"], Gate = nameof(IGitHubWorkflows.Gate), Comment = "What has to hold before a change of Pipeline itself lands.")]
[GitHubWorkflow("release", Targets = [nameof(PublishRelease)], Tags = ["v*"], Environment = "release", Handover = "artifacts/packages", Gate = nameof(IGitHubWorkflows.Gate), Comment = "Releases Pipeline itself, from a tag.")]
[RootUpdates("nuget", "dotnet-sdk")]
sealed partial class Build : CompleteBuild, IDocuments, ITools
{
    public static int Main() => Execute<Build>(build => ((IDeployServices)build).Deliver);
}
