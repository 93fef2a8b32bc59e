using System.Text.Json.Nodes;
using Pipeline.Deployments.Ecs.Revisions;
using Pipeline.Deployments.Ecs.Rollouts;
using Pipeline.Deployments.Ecs.Services;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ecs.Changes;

/// <summary>Makes the changes of a service in its cluster; the one place where ECS is changed.</summary>
/// <param name="step">The service's step.</param>
/// <param name="access">The service.</param>
/// <param name="pace">How often ECS is asked.</param>
internal sealed class ServiceWriter(StepContext step, ServiceAccess access, RolloutPace pace)
{
    private RevisionRollout Rollout => new(access, pace, step.Tell);

    /// <summary>Makes a change, after a deployment that is under way has ended.</summary>
    /// <exception cref="StepFailedException">It could not be made; the message says what runs.</exception>
    public async Task<StepResult> Write(IServiceChange change)
    {
        var settled = await new RolloutWatch(access, pace, step.Tell).Settle();
        var running = await RunningRevision.Of(access, settled.Service);
        switch (await change.Decide(running))
        {
            case ServiceDecision.Leave leave:
                return leave.Result;
            case ServiceDecision.Record record:
                await access.Tag(running.Revision, record.Tags.Write());
                return StepResult.PassedWith(record.Remark);
            case ServiceDecision.Continue left:
                step.Tell($"{access.Place}: an earlier run has left {running.Revision.Name} unseen");
                await Rollout.Continue(running.Revision, running.Good);
                return await End(running.Revision, left.Tags, "");
            case ServiceDecision.Register register:
                return await Register(running, register);
            case var other:
                throw new InvalidOperationException($"{other.GetType().Name} is no decision about a service.");
        }
    }

    private async Task<StepResult> Register(RunningRevision running, ServiceDecision.Register decided)
    {
        JsonArray tags =
        [
            .. RevisionTags.Others(running.Revision.AllTags),
            .. decided.Tags.Write().Select(tag => tag!.DeepClone()),
        ];
        var revision = await access.Register(decided.Content, tags);
        step.Tell($"{access.Place}: registered {revision.Name}");
        if (!access.Stated.Migrate.IsEmpty)
            await new OneOffTask(access, pace, step.Tell).Run(running.State, revision, running.Container);
        await Rollout.Start(revision, running.Good);
        return await End(revision, decided.Tags, decided.Remark);
    }

    private async Task<StepResult> End(TaskRevision revision, RevisionTags tags, string remark)
    {
        await access.Tag(revision, (tags with { Deployed = DateTimeOffset.UtcNow }).Write());
        var image = tags.Service.Image!;
        step.Provide(new ImageBump(access.Environment.Name, $"{access.Place}, {revision.Name}", revision.Id, image));
        var service = await access.Read();
        var tasks = service.Desired == 0 ? ", as no task, for its desired count is 0" : "";
        return StepResult.PassedWith($"{access.Place} runs {image.Tag}, {revision.Name}{tasks}{remark}");
    }
}
