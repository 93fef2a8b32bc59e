using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Writing;

/// <summary>Writes the triggers of a workflow.</summary>
internal static class TriggerWriter
{
    public static void Write(ImmutableArray<Trigger> triggers, YamlLines yaml)
    {
        foreach (var trigger in triggers)
            if (HasMore(trigger))
                yaml.Block(trigger.Event, () => Write(trigger, yaml));
            else
                yaml.Line($"{trigger.Event}:");
    }

    private static bool HasMore(Trigger trigger) =>
        trigger switch
        {
            PullRequestTrigger pullRequest => !pullRequest.Branches.IsEmpty,
            DispatchTrigger dispatch => !dispatch.Inputs.IsEmpty,
            CallTrigger call => !call.Inputs.IsEmpty || !call.Secrets.IsEmpty,
            MergeGroupTrigger => false,
            _ => true,
        };

    private static void Write(Trigger trigger, YamlLines yaml)
    {
        switch (trigger)
        {
            case PushTrigger push:
                yaml.List("branches", push.Branches);
                yaml.List("tags", push.Tags);
                break;
            case PullRequestTrigger pullRequest:
                yaml.List("branches", pullRequest.Branches);
                break;
            case ScheduleTrigger schedule:
                yaml.Line($"- cron: '{ScalarText.OneLine(schedule.Cron)}' # UTC");
                break;
            case DispatchTrigger dispatch:
                Inputs(dispatch.Inputs, yaml);
                break;
            case CallTrigger call:
                Inputs(call.Inputs, yaml);
                if (!call.Secrets.IsEmpty)
                    yaml.Block(
                        "secrets",
                        () =>
                        {
                            foreach (var secret in call.Secrets)
                                yaml.Block(secret, () => yaml.Line("required: false"));
                        }
                    );
                break;
        }
    }

    private static void Inputs(ImmutableArray<WorkflowInput> inputs, YamlLines yaml)
    {
        if (inputs.IsEmpty)
            return;
        yaml.Block(
            "inputs",
            () =>
            {
                foreach (var input in inputs)
                    yaml.Block(input.Name, () => Input(input, yaml));
            }
        );
    }

    private static void Input(WorkflowInput input, YamlLines yaml)
    {
        yaml.Pair("description", input.Description);
        yaml.Pair(
            "type",
            input.IsFlag ? "boolean"
                : input.Options.IsEmpty ? "string"
                : "choice"
        );
        yaml.List("options", input.Options);
        yaml.Line($"required: {(input.IsRequired ? "true" : "false")}");
    }
}
