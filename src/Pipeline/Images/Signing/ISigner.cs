using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Signing;

/// <summary>Signs statements.</summary>
internal interface ISigner
{
    /// <summary>The signer's name in messages.</summary>
    string Name { get; }

    /// <summary>Signs a statement.</summary>
    /// <exception cref="StepFailedException">It cannot be signed.</exception>
    Task<SigstoreBundle> Sign(byte[] statement);
}
