using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting.Html;

/// <summary>The numbers of the steps of a run, counted from 0 in the order of the run.</summary>
internal sealed class StepIndex
{
    private readonly Dictionary<StepKey, int> numbers;

    /// <summary>Numbers the steps.</summary>
    /// <exception cref="ArgumentException">A step appears twice.</exception>
    public StepIndex(ImmutableArray<ReportStep> steps)
    {
        numbers = new(steps.Length);
        for (var i = 0; i < steps.Length; i++)
            if (!numbers.TryAdd(steps[i].Key, i))
                throw new ArgumentException($"The step {steps[i].Key} appears twice.", nameof(steps));
    }

    /// <summary>The step's number; -1 where it is not part of the run.</summary>
    public int Of(StepKey key) => numbers.GetValueOrDefault(key, -1);

    /// <summary>The numbers of the steps that are part of the run.</summary>
    public int[] Of(ImmutableArray<StepKey> keys) => [.. keys.Select(Of).Where(number => number >= 0)];
}

/// <summary>Distinct names, numbered from 0 in the order in which they first appear.</summary>
internal sealed class Numbering
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    public Numbering(IEnumerable<string> names)
    {
        foreach (var name in names)
            numbers.TryAdd(name, numbers.Count);
    }

    public string[] Names => [.. numbers.Keys];

    public int this[string name] => numbers[name];
}
