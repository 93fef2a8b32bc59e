namespace Pipeline.Execution.Steps;

/// <summary>A value that a step hands over to later ones, in its own run and in later runs of the same commit.</summary>
public interface IHandedOver
{
    /// <summary>
    /// What files and cache entries call the value: letters, digits and underscores. It stays when the type is renamed or moved, and
    /// no other type has it.
    /// </summary>
    static abstract string Contract { get; }
}
