namespace Pipeline.Execution.Sandboxes;

/// <summary>Names of variables; <c>*</c> at the end stands for any further characters.</summary>
/// <param name="text">The names, separated by white space.</param>
internal sealed class VariablePatterns(string text)
{
    private readonly ILookup<bool, string> patterns = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .ToLookup(pattern => pattern[^1] == '*', pattern => pattern.TrimEnd('*'));

    /// <summary>True where one of them is the name.</summary>
    public bool Name(string variable) => patterns[false].Contains(variable, StringComparer.OrdinalIgnoreCase);

    /// <summary>True where one of them stands for the name, among others.</summary>
    public bool Match(string variable) =>
        patterns[true].Any(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
