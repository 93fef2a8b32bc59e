using Nuke.Common;
using Pipeline.Build;
using Pipeline.Build.Targets;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Images;

/// <summary>
/// A build as others write one: two components, a target of its own between two of theirs, and one that it overrides.
/// </summary>
sealed class Build : PipelineBuild, IBuildImages, IDeployServices
{
    public static int Main() => Execute<Build>(build => ((IDeployServices)build).Deliver);

    Target Announce =>
        _ =>
            _.Description("Writes down which image goes to which environment, before it does")
                .DependsOn<IBuildImages>(build => build.Push)
                .TryBefore<IDeployServices>(build => build.Bump)
                .ForEachService(
                    async (service, step) =>
                    {
                        var image = step.Take<PushedImage>();
                        await File.WriteAllTextAsync(step.Output("announced", "image"), $"{image.Reference}");
                        return StepResult.PassedWith($"announced for {step.Environment.Name}");
                    }
                );

    Target IDeployServices.Bump =>
        _ => _.Inherit<IDeployServices>(build => build.Bump).Description("Sets what was announced").DependsOn(Announce);
}
