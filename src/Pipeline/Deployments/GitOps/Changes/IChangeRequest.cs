namespace Pipeline.Deployments.GitOps.Changes;

/// <summary>A requested change of one service; the edit depends on the tip of the branch.</summary>
internal interface IChangeRequest
{
    /// <summary>Decides on a tip.</summary>
    Task<ChangeDecision> Decide(ServiceTip tip);

    /// <summary>Describes it, for the step's result.</summary>
    string Describe(ServiceTip tip);
}

/// <summary>A change that can be proposed by a pull request.</summary>
internal interface IProposableChange : IChangeRequest
{
    /// <summary>The prefix of its branch's name.</summary>
    string Verb { get; }

    /// <summary>The text of its pull request, in Markdown.</summary>
    Task<string> Explain(ProposedChange proposal);
}
