using Nuke.Common;
using Pipeline.Execution;

sealed partial class Build
{
    Target Bump => _ => _
        .Description("Sets the image references in the GitOps repository, in one commit")
        .DependsOn(Push)
        .OnlyWhenStatic(() => !IsPullRequest)
        .ForServicesTogether(Pipeline.GitOps.Bump.Run);
}
