namespace Nuke.Common.Execution;

/// <summary>The arguments of the process: words first, then names that begin with a dash and their values.</summary>
internal sealed class CommandLine(IReadOnlyList<string> arguments)
{
    /// <summary>That of this process.</summary>
    public static CommandLine Current { get; } = new(Environment.GetCommandLineArgs()[1..]);

    /// <summary>Words before the first argument with a dash: the targets to run.</summary>
    public string[] Words => ValuesAfter(-1);

    /// <summary>All words, which tell one command from another whatever its options are.</summary>
    public IEnumerable<string> Undashed => arguments.Where(argument => !IsName(argument));

    /// <summary>Whether the parameter is there, with a value or without.</summary>
    public bool Has(string name) => IndexOf(name) >= 0;

    /// <summary>
    /// Values of the parameter where it is named last, up to the next one; null where it is not named.
    /// </summary>
    public string[]? Values(string name) => IndexOf(name) is var index and >= 0 ? ValuesAfter(index) : null;

    private static bool IsName(string argument) => argument.StartsWith('-');

    private int IndexOf(string name)
    {
        for (var i = arguments.Count - 1; i >= 0; i--)
        {
            if (IsName(arguments[i]) && ParameterNames.IsSame(arguments[i], name))
                return i;
        }

        return -1;
    }

    private string[] ValuesAfter(int index)
    {
        var values = new List<string>();
        for (var i = index + 1; i < arguments.Count && !IsName(arguments[i]); i++)
            values.Add(arguments[i]);

        return [.. values];
    }
}
