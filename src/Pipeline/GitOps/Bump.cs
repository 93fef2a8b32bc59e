using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.GitOps.Manifests;
using Pipeline.GitOps.Remotes;
using Pipeline.Images;

namespace Pipeline.GitOps;

/// <summary>Writes the images of a run into the environment's GitOps repository, in one commit for all services.</summary>
public static class Bump
{
    /// <summary>
    /// Sets each service's image to the one that was pushed. A service whose manifest cannot be edited fails alone; one whose
    /// manifest already names the image, or a newer build, is left as it is.
    /// </summary>
    /// <param name="contexts">One for each service; there is at least one.</param>
    /// <returns>A result for each context, in their order.</returns>
    public static Task<ImmutableArray<StepResult>> Run(ImmutableArray<StepContext> contexts) =>
        Run(contexts, new RetrySchedule());

    internal static async Task<ImmutableArray<StepResult>> Run(
        ImmutableArray<StepContext> contexts,
        RetrySchedule schedule
    )
    {
        var services = contexts.Select(context => ServiceBump.For(context)).ToImmutableArray();
        var open = services.Where(service => service.Result is null).ToImmutableArray();
        if (open.Length == 0)
            return Results();

        try
        {
            await Write(contexts[0], open, line => Log(contexts, line), schedule);
        }
        catch (Exception failure) when (failure is StepFailedException or ManifestException)
        {
            Log(contexts, failure.Message);
            foreach (var service in open.Where(service => service.Result is null))
                service.Result = StepResult.Failed(failure.Message);
        }

        return Results();

        ImmutableArray<StepResult> Results() => [.. services.Select(service => service.Result!)];
    }

    private static async Task Write(
        StepContext context,
        ImmutableArray<ServiceBump> services,
        Action<string> log,
        RetrySchedule schedule
    )
    {
        var environment = context.Environment;
        var target = Target(context);
        var clones = context.Artifacts / "gitops";
        using var workspace = await WorkspaceLock.Take(
            clones / $"{environment.Name}.lock",
            $"{context.Key.Target} to {environment.Name}",
            log,
            cancellation: context.Cancellation
        );
        AbsolutePath local = context.Artifacts / "local" / "gitops.git";
        if (environment.IsLocal && target.Repository == local.ToString())
            await LocalRemote.Ensure(local, target, context.Platform, context.Cancellation);

        var identity = await CommitIdentity.Read(context.Source.Root, context.Cancellation);
        var isOwn = await RemoteAddress.IsSources(target, context.Cancellation);
        var attempt = new BumpAttempt(context, target, services, identity, isOwn, log);
        await new BumpRetry(clones / environment.Name, target, schedule, log, context.Cancellation).Run(attempt.Run);
    }

    private static GitOpsRepository Target(StepContext context)
    {
        var target = context.Environment.GitOps;
        if (RemoteAddress.HoldsCredentials(target.Repository))
            throw new StepFailedException(
                $"the address of {context.Environment.Name}'s GitOps repository holds a credential, which Git would write to disk: "
                    + "take it out of \"gitops.repository\", and name the variable that holds it in \"gitops.tokenVariable\""
            );

        return target with
        {
            Repository = RemoteAddress.Resolve(target.Repository, context.Platform.Root),
            Sources = context.Platform.Root,
            Path = RepositoryPath.Combine(target.Path, null),
        };
    }

    private static void Log(ImmutableArray<StepContext> contexts, string line)
    {
        foreach (var context in contexts)
            context.Log.Write(line);
    }
}
