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
        await Task.WhenAll(services.Where(service => service.Result is null).Select(Verify));
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

    // What the environment asks to be signed is not stated before it is known to be.
    private static async Task Verify(ServiceBump service)
    {
        var (context, environment) = (service.Context, service.Context.Environment);
        if (environment.Signatures is not { IsRequired: true })
            return;

        try
        {
            context.Log.Write(
                await ImageVerification.Verify(context, environment, service.Reference, context.Source.Commit)
            );
        }
        catch (StepFailedException refusal) when (refusal is not TransientException)
        {
            service.Refuse(refusal.Message);
        }
    }

    private static async Task Write(
        StepContext context,
        ImmutableArray<ServiceBump> services,
        Action<string> log,
        RetrySchedule schedule
    )
    {
        var repository = new EnvironmentRepository(
            context.Environment,
            context.Platform,
            context.Artifacts,
            schedule,
            log
        );
        var identity = await CommitIdentity.Read(context.Source.Root, context.Cancellation);
        var isOwn = await RemoteAddress.IsSources(repository.Target, context.Cancellation);
        var attempt = new BumpAttempt(context, repository.Target, services, identity, isOwn, log);
        await repository.Use($"{context.Key.Target} to {context.Environment.Name}", attempt.Run, context.Cancellation);
    }

    private static void Log(ImmutableArray<StepContext> contexts, string line)
    {
        foreach (var context in contexts)
            context.Log.Write(line);
    }
}
