namespace Pipeline.Images.Signing;

/// <summary>Signs with a key.</summary>
internal sealed class KeySigner(SigningKey key) : ISigner
{
    public string Name => key.Name;

    public Task<SigstoreBundle> Sign(byte[] statement) => Task.FromResult(key.Sign(statement));
}
