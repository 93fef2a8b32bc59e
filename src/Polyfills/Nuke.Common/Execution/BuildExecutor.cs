using Nuke.Common.Utilities.Collections;

namespace Nuke.Common.Execution;

/// <summary>Runs the targets of a plan one after another, and skips those that are to be skipped.</summary>
internal static class BuildExecutor
{
    public static void Execute(NukeBuild build, string[]? skippedNames)
    {
        TargetSkipping.ByParameter(build, skippedNames);
        foreach (var target in build.ExecutionPlan)
            TargetSkipping.ByConditions(build, target, target.StaticConditions);

        Requirements.Ensure(build);
        var attempt = BuildAttempt.Start(build);
        using (Cancellation.Calls(ExecuteAssured))
        {
            try
            {
                foreach (var target in build.ExecutionPlan)
                    Execute(build, target, attempt, isAfterFailure: false);
            }
            catch
            {
                ExecuteAssured();
                throw;
            }
        }

        void ExecuteAssured()
        {
            foreach (var target in build.ScheduledTargets.Where(target => target.AssuredAfterFailure))
                Execute(build, target, attempt, isAfterFailure: true);
        }
    }

    private static void Execute(NukeBuild build, ExecutableTarget target, BuildAttempt attempt, bool isAfterFailure)
    {
        if (attempt.HasFinished(target))
            target.Skipped ??= "finished by the run before";

        if (
            target.Status == ExecutionStatus.Skipped
            || attempt.HasFinished(target)
            || TargetSkipping.ByConditions(build, target, target.DynamicConditions)
        )
        {
            target.Status = ExecutionStatus.Skipped;
            build.Extensions.Raise<IOnTargetSkipped>(extension => extension.OnTargetSkipped(target));
            return;
        }

        if (target.Actions.Count == 0)
        {
            target.Status = ExecutionStatus.Collective;
            return;
        }

        using (build.WriteTarget(target.Name))
            Run(build, target, attempt, isAfterFailure);
    }

    private static void Run(NukeBuild build, ExecutableTarget target, BuildAttempt attempt, bool isAfterFailure)
    {
        target.Stopwatch.Start();
        target.Status = ExecutionStatus.Running;
        build.Extensions.Raise<IOnTargetRunning>(extension => extension.OnTargetRunning(target));
        try
        {
            foreach (var action in target.Actions)
                action();

            target.Stopwatch.Stop();
            target.Status = ExecutionStatus.Succeeded;
            build.Extensions.Raise<IOnTargetSucceeded>(extension => extension.OnTargetSucceeded(target));
            attempt.Finished(target);
        }
        catch (Exception thrown)
        {
            var exception = BuildManager.Unwrap(thrown);
            var firstLine = exception.Message.Split('\n')[0].TrimEnd();
            if (target.SummaryInformation.Count == 0)
                build.ReportSummary(target, summary => summary.AddPair(exception.GetType().Name, firstLine));

            Host.Error($"{target.Name}: {exception.Message}", exception);
            target.Stopwatch.Stop();
            target.Status = ExecutionStatus.Failed;
            build.Extensions.Raise<IOnTargetFailed>(extension => extension.OnTargetFailed(target));
            if (!target.ProceedAfterFailure && !isAfterFailure)
                throw new TargetExecutionException(target.Name, exception);
        }
    }
}
