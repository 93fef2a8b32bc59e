namespace Pipeline.Execution.Steps;

/// <summary>
/// A value that a step hands over to later ones, in its own run and in later runs of the same commit.
/// </summary>
public interface IHandedOver
{
    /// <summary>
    /// The name of the value in files and cache entries: letters, digits and underscores. It stays when the type is
    /// renamed or moved, and is unique.
    /// </summary>
    static abstract string Contract { get; }
}
