using Nuke.Common.Execution;
using Pipeline.Build.Reporting;
using Pipeline.Build.Run;
using Pipeline.Catalog;

namespace Pipeline.Build.Completing;

/// <summary>What can stand where the cursor is: targets, parameters, or the values of one.</summary>
/// <param name="Build">The build's class.</param>
/// <param name="Platform">The catalog; null where it cannot be read.</param>
internal sealed record NextWords(Type Build, Platform? Platform)
{
    /// <summary>The words that a line can go on with, in order.</summary>
    /// <param name="line">The line up to the cursor, from the program's name on.</param>
    public ImmutableArray<string> For(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var typed = line.EndsWith(' ') || words.Length < 2 ? "" : words[^1];
        var before = words[1..Math.Max(1, words.Length - (typed.Length == 0 ? 0 : 1))];
        // Several services stand in one word, separated by commas.
        var list = typed[..(typed.LastIndexOf(',') + 1)];
        return
        [
            .. Words(before, typed)
                .Where(word => word.StartsWith(typed[list.Length..], StringComparison.OrdinalIgnoreCase))
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(word => list + word),
        ];
    }

    private IEnumerable<string> Words(string[] before, string typed)
    {
        if (typed.StartsWith('-'))
            return Parameters;

        var name = Array.FindLastIndex(before, Arguments.IsName);
        if (name < 0)
            return TargetNames.Of(Build);
        if (
            BuildParameter.Find(Build, before[name]) is not { } parameter
            || IsComplete(parameter, before.Length - name - 1)
        )
            return Parameters;
        return Values(parameter);
    }

    private IEnumerable<string> Parameters =>
        BuildParameter.Of(Build).Select(parameter => Arguments.Dashed(parameter.Name));

    private static bool IsComplete(BuildParameter parameter, int values) =>
        parameter.Type == typeof(bool) || (values > 0 && !TakesSeveral(parameter.Type));

    private static bool TakesSeveral(Type type) => type.IsArray || IsTargets(type);

    private static bool IsTargets(Type type) => type == typeof(IReadOnlyCollection<ExecutableTarget>);

    private IEnumerable<string> Values(BuildParameter parameter) =>
        parameter.Name switch
        {
            "Service" => Platform?.Services.Select(service => service.Name) ?? [],
            "Environment" or "From" or "To" => Platform?.Environments.Select(environment => environment.Name) ?? [],
            "Format" => Enum.GetNames<OutputFormat>().Select(format => format.ToLowerInvariant()),
            _ when IsTargets(parameter.Type) => TargetNames.Of(Build),
            _ => ArgumentValues.ChoicesOf(Nullable.GetUnderlyingType(parameter.Type) ?? parameter.Type),
        };
}
