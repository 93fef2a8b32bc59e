namespace Pipeline.Images.Signing;

/// <summary>A verified statement.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Signer">Who signed it.</param>
internal sealed record Attestation(Statement Statement, string Signer);
