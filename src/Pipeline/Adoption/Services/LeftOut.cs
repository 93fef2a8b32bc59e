namespace Pipeline.Adoption.Services;

/// <summary>A folder or Dockerfile that is no service, and why.</summary>
/// <param name="Path">The path.</param>
/// <param name="Reason">Why, as a part of a sentence.</param>
internal sealed record LeftOut(string Path, string Reason);
