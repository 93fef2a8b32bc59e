namespace Pipeline.GitOps.Changes;

/// <summary>A change of one service that somebody asked for; what it is depends on the tip of the branch.</summary>
internal interface IChangeRequest
{
    /// <summary>Whether it is made on a tip, and how.</summary>
    Task<ChangeDecision> Decide(ServiceTip tip);

    /// <summary>What it does to a tip, as a sentence part.</summary>
    string Describe(ServiceTip tip);
}

/// <summary>One that can be proposed by a pull request.</summary>
internal interface IProposableChange : IChangeRequest
{
    /// <summary>The first part of its branch's name.</summary>
    string Verb { get; }

    /// <summary>The text of its pull request, in Markdown.</summary>
    Task<string> Explain(ProposedChange proposal);
}
