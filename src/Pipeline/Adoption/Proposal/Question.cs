namespace Pipeline.Adoption.Proposal;

/// <summary>What a repository does not tell, and a person has to.</summary>
/// <param name="Key">The key of the catalog that the answer is the value of, such as <c>services.auth.path</c>.</param>
/// <param name="Text">The question, as a sentence.</param>
/// <param name="Candidates">What it could be.</param>
internal sealed record Question(string Key, string Text, ImmutableArray<Candidate> Candidates)
{
    /// <summary>The parameter that answers it.</summary>
    public string Parameter => $"--answer {Key}={(Candidates.IsEmpty ? "VALUE" : Candidates[0].Value)}";
}
