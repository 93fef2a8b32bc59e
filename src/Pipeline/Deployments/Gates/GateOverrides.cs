using Pipeline.Foundation;

namespace Pipeline.Deployments.Gates;

/// <summary>Reads the names of the gates that a person overrides.</summary>
internal static class GateOverrides
{
    private static readonly ImmutableArray<string> Known = [FreezeGate.Freeze, BudgetGate.Budget];

    /// <summary>The names.</summary>
    /// <param name="names">As given, separated by commas; null for none.</param>
    /// <param name="reason">The reason; null for none.</param>
    /// <exception cref="GateOverrideException">There is no such gate, or no reason.</exception>
    public static ImmutableArray<string> Parse(string? names, string? reason)
    {
        ImmutableArray<string> all =
        [
            .. (names ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        ];
        if (all.FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
            throw new GateOverrideException($"\"{unknown}\" is not a gate: {Spelling.Suggest(unknown, Known)}");
        if (!all.IsEmpty && string.IsNullOrWhiteSpace(reason))
            throw new GateOverrideException(
                $"a gate is overridden with a reason, which is recorded: add --reason \"…\" to --override {names}"
            );
        return all;
    }
}

/// <summary>Invalid override; the message says what to write.</summary>
internal sealed class GateOverrideException(string message) : Exception(message);
