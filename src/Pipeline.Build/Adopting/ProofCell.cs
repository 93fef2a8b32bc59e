namespace Pipeline.Build.Adopting;

/// <summary>A part of a proof.</summary>
/// <param name="Holds">True where it is proved.</param>
/// <param name="Text">What proves it, or what is missing.</param>
internal sealed record ProofCell(bool Holds, string Text)
{
    /// <summary>With a tick, or without.</summary>
    public override string ToString() => Holds ? $"✔ {Text}" : $"✘ {Text}";
}
