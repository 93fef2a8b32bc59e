using Pipeline.Build;
using Pipeline.Build.Targets;

namespace Pipeline.Tool;

/// <summary>Every target of Pipeline, on the repository that it is started in.</summary>
internal sealed class RepositoryBuild : CompleteBuild
{
    public static int Main() => Execute<RepositoryBuild>(build => ((IDeployServices)build).Deliver);
}
