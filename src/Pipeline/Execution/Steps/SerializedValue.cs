namespace Pipeline.Execution.Steps;

/// <summary>A handed-over value in its serialized form.</summary>
/// <param name="Contract">The name of its contract.</param>
/// <param name="Json">The value.</param>
internal sealed record SerializedValue(string Contract, byte[] Json)
{
    /// <summary>True for a valid name: it becomes part of a file's name.</summary>
    public bool HasPlainName =>
        Contract.Length > 0 && Contract.All(letter => char.IsLetterOrDigit(letter) || letter == '_');
}
