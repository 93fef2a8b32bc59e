namespace Nuke.Common.Execution;

/// <summary>The environment of the process, searched for parameters.</summary>
internal static class EnvironmentVariables
{
    private static string[]? s_names;

    /// <summary>
    /// The variable of this name; else the one whose letters and digits are the same without regard to case, after an
    /// optional
    /// <c>NUKE</c>. None of them where several differ in other characters only.
    /// </summary>
    public static (string Variable, string Value)? Find(string parameter)
    {
        if (Environment.GetEnvironmentVariable(parameter) is { } exact)
            return (parameter, exact);

        string? found = null;
        foreach (var name in s_names ??= Names())
        {
            if (!ParameterNames.HasSameLettersAndDigits(name, parameter))
                continue;

            if (found is not null)
            {
                Host.Warning(
                    $"--{ParameterNames.Dashed(parameter)} is not read from the environment, "
                        + $"which has both {found} and {name}."
                );
                return null;
            }

            found = name;
        }

        return found is null ? null : (found, Environment.GetEnvironmentVariable(found)!);
    }

    private static string[] Names()
    {
        var variables = Environment.GetEnvironmentVariables();
        var names = new string[variables.Count];
        variables.Keys.CopyTo(names, 0);
        return names;
    }
}
