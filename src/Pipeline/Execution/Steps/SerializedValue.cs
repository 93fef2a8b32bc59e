namespace Pipeline.Execution.Steps;

/// <summary>A value that a step handed over, as it is kept.</summary>
/// <param name="Contract">The name of its contract.</param>
/// <param name="Json">The value.</param>
internal sealed record SerializedValue(string Contract, byte[] Json)
{
    /// <summary>True where the name can be a part of a file's name.</summary>
    public bool HasPlainName =>
        Contract.Length > 0 && Contract.All(letter => char.IsLetterOrDigit(letter) || letter == '_');
}
