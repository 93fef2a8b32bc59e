using System.Text.Json.Nodes;
using Pipeline.Deployments.Ecs.Revisions;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Ecs.Changes;

/// <summary>The decision about a service in its cluster.</summary>
internal abstract record ServiceDecision
{
    private ServiceDecision() { }

    /// <summary>Nothing is changed.</summary>
    /// <param name="Result">The step's result.</param>
    public sealed record Leave(StepResult Result) : ServiceDecision;

    /// <summary>A revision is registered, and the service runs it.</summary>
    /// <param name="Content">What is registered.</param>
    /// <param name="Tags">What the revision was made for.</param>
    /// <param name="Remark">What the result says besides; empty for nothing.</param>
    public sealed record Register(JsonObject Content, RevisionTags Tags, string Remark = "") : ServiceDecision;

    /// <summary>What an earlier run has left is seen to its end.</summary>
    /// <param name="Tags">What the revision was made for.</param>
    public sealed record Continue(RevisionTags Tags) : ServiceDecision;

    /// <summary>The revision's tags change, and nothing else.</summary>
    /// <param name="Tags">The tags.</param>
    /// <param name="Remark">What the result says.</param>
    public sealed record Record(RevisionTags Tags, string Remark) : ServiceDecision;
}
