namespace Pipeline.Tests.Deployments.GitOps.Rendering;

/// <summary>Choices of a generated case; the first of each is the plainest.</summary>
internal sealed class Dice(int[] rolls)
{
    private int at;

    /// <summary>One of some values.</summary>
    public T Of<T>(params T[] values) => values[Roll() % values.Length];

    /// <summary>True about once in so many times.</summary>
    public bool Once(int times) => Roll() % times == times - 1;

    private int Roll() => at < rolls.Length ? rolls[at++] : 0;
}
