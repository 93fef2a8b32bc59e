using System.Collections;

namespace Nuke.Common.Execution;

/// <summary>The environment of the process, searched for parameters.</summary>
internal static class EnvironmentVariables
{
    private static Dictionary<string, string>? s_byPlainName;

    /// <summary>
    /// The variable of this name; else the one whose letters and digits are the same without regard to case, after an optional
    /// <c>NUKE</c>. None of them where several differ in other characters only.
    /// </summary>
    public static (string Variable, string Value)? Find(string parameter)
    {
        if (Environment.GetEnvironmentVariable(parameter) is { } exact)
            return (parameter, exact);

        var plain = ParameterNames.LettersAndDigits(parameter);
        s_byPlainName ??= Read();
        var hasPlain = s_byPlainName.TryGetValue(plain, out var variable);
        if (s_byPlainName.TryGetValue("NUKE" + plain, out var prefixed))
            variable = hasPlain ? $"{variable}, {prefixed}" : prefixed;

        if (variable is null)
            return null;

        if (!variable.Contains(", ", StringComparison.Ordinal))
            return (variable, Environment.GetEnvironmentVariable(variable)!);

        Host.Warning(
            $"The parameter --{ParameterNames.Dashed(parameter)} is not read from the environment, which has several: {variable}."
        );
        return null;
    }

    private static Dictionary<string, string> Read()
    {
        var byPlainName = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            var name = (string)entry.Key;
            var plain = ParameterNames.LettersAndDigits(name);
            byPlainName[plain] = byPlainName.TryGetValue(plain, out var other) ? $"{other}, {name}" : name;
        }

        return byPlainName;
    }
}
