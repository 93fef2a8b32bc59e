namespace Pipeline.Adoption.Proposal;

/// <summary>A possible answer.</summary>
/// <param name="Value">The value in the catalog.</param>
/// <param name="Reason">What speaks for it.</param>
internal sealed record Candidate(string Value, string Reason);
