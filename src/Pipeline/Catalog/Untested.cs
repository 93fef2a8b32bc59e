namespace Pipeline.Catalog;

/// <summary>That a service has no tests yet, which is accepted until a day, by a named owner.</summary>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Reason">Why there are none yet.</param>
/// <param name="Until">The last day on which it is accepted, in UTC.</param>
public sealed record Untested(string Owner, string Reason, DateOnly Until);
