using System.Globalization;
using Pipeline.Foundation;

namespace Pipeline.Execution.Steps;

/// <summary>How many steps of the targets that share it run at a time, within the run's own limit.</summary>
/// <param name="Steps">The number of steps, 1 or more.</param>
/// <param name="Name">Its name; case, dashes and spaces are ignored in comparisons.</param>
internal sealed record StepLimit(int Steps, string Name)
{
    /// <summary>Parses limits as a user gives them: <c>image build=2</c> or <c>image-build=2</c>.</summary>
    /// <param name="given">
    /// The limits; one item may hold several, separated by commas. The last of a name counts.
    /// </param>
    /// <param name="known">Those that targets declare.</param>
    /// <exception cref="StepLimitException">One is malformed, or unknown.</exception>
    public static ImmutableArray<StepLimit> Parse(IEnumerable<string> given, IReadOnlyCollection<StepLimit> known) =>
        [
            .. given
                .SelectMany(text =>
                    text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                )
                .Select(text => Parse(text, known)),
        ];

    /// <summary>The effective limits: those that targets declare, with the numbers of the user.</summary>
    /// <returns>The number of steps by the declared name.</returns>
    /// <exception cref="StepLimitException">Two targets share a limit and do not agree on its number.</exception>
    internal static Dictionary<string, int> Settle(IEnumerable<ServiceTarget> targets, ImmutableArray<StepLimit> given)
    {
        var settled = new Dictionary<string, int>();
        foreach (var limit in targets.SelectMany(target => target.Limits).Distinct())
            if (!settled.TryAdd(limit.Name, limit.Steps))
                throw new StepLimitException(
                    $"the limit \"{limit.Name}\" is {settled[limit.Name]} for one target and {limit.Steps} for another: declare one number"
                );

        foreach (var limit in given)
        foreach (var name in settled.Keys.Where(name => Plain(name) == Plain(limit.Name)).ToArray())
            settled[name] = limit.Steps;
        return settled;
    }

    private static StepLimit Parse(string text, IReadOnlyCollection<StepLimit> known)
    {
        var parts = text.Split('=', 2);
        if (known.FirstOrDefault(limit => Plain(limit.Name) == Plain(parts[0])) is not { } limit)
            throw new StepLimitException(
                $"unknown limit \"{parts[0].Trim()}\": {Spelling.Suggest(parts[0].Trim(), [.. known.Select(limit => limit.Name).Distinct()])}"
            );

        return
            parts.Length == 2
            && int.TryParse(
                parts[1],
                NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture,
                out var steps
            )
            && steps > 0
            ? limit with
            {
                Steps = steps,
            }
            : throw new StepLimitException(
                $"\"{text}\" is not a limit: write \"{limit.Name}=NUMBER\", where NUMBER is 1 or more steps"
            );
    }

    private static string Plain(string name) => name.Trim().Replace('-', ' ').ToLowerInvariant();
}

/// <summary>Invalid limit; the message says what was expected.</summary>
internal sealed class StepLimitException(string message) : Exception(message);
