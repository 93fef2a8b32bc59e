using System.Reflection;
using System.Text;

namespace Nuke.Common.Execution;

/// <summary>Takes a build from its command line to its exit code.</summary>
internal static class BuildManager
{
    private const int Failed = -1;

    public static int Execute(Func<NukeBuild> create, string[] defaultTargets)
    {
        if (OperatingSystem.IsWindows())
            Console.OutputEncoding = Encoding.UTF8;

        NukeBuild? build = null;
        try
        {
            _ = (NukeBuild.Verbosity, NukeBuild.Host);
            build = create();
            return Run(build, defaultTargets);
        }
        catch (Exception exception)
        {
            exception = Unwrap(exception);
            if (exception is not TargetExecutionException)
                Host.Fatal(exception.Message, exception);

            return build is null ? Failed : build.ExitCode ??= Failed;
        }
        finally
        {
            if (build is { HasEndedEarly: false })
                Finish(build);
        }
    }

    /// <summary>The exception that was thrown first, out of those that reflection and tasks put around it.</summary>
    public static Exception Unwrap(Exception exception) =>
        exception switch
        {
            TargetInvocationException or TypeInitializationException when exception.InnerException is { } inner =>
                Unwrap(inner),
            AggregateException { InnerExceptions: [var only] } => Unwrap(only),
            _ => exception,
        };

    private static int Run(NukeBuild build, string[] defaultTargets)
    {
        var targets = ExecutableTargetFactory.CreateAll(build, defaultTargets);
        build.ExecutableTargets = targets;
        build.Extensions.Raise<IOnBuildCreated>(extension => extension.OnBuildCreated(targets));
        if (build.HasEndedEarly)
            return build.ExitCode ?? 0;

        build.WriteLogo();
        build.ExecutionPlan = ExecutionPlanner.GetExecutionPlan(targets, NamesIn(ParameterService.InvokedTargets));
        build.Extensions.Raise<IOnBuildInitialized>(extension =>
            extension.OnBuildInitialized(targets, build.ExecutionPlan)
        );
        if (build.HasEndedEarly)
            return build.ExitCode ?? 0;

        using (Cancellation.Calls(() => Finish(build)))
            BuildExecutor.Execute(build, NamesIn(ParameterService.SkippedTargets));

        return build.ExitCode ??= build.IsSucceeding ? 0 : Failed;
    }

    private static string[]? NamesIn(string parameter) =>
        (string[]?)ParameterService.Get(parameter, typeof(string[]), ParameterService.TargetsSeparator[0]);

    private static void Finish(NukeBuild build)
    {
        if (build.ExecutionPlan is not { Count: > 0 } plan)
            return;

        foreach (var target in plan)
        {
            target.Stopwatch.Stop();
            target.Status = target.Status switch
            {
                ExecutionStatus.Running => ExecutionStatus.Aborted,
                ExecutionStatus.Scheduled => ExecutionStatus.NotRun,
                var status => status,
            };
        }

        build.WriteOutcome();
        build.Extensions.Raise<IOnBuildFinished>(extension => extension.OnBuildFinished());
    }
}
