namespace Pipeline.Adoption.Trees;

/// <summary>A repository cannot be looked at or adopted; the message says why, and what to do.</summary>
internal sealed class AdoptionException(string message) : Exception(message);
