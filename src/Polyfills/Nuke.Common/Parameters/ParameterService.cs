using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>Finds the values of parameters: on the command line, in the environment, in the parameters files.</summary>
internal static class ParameterService
{
    public const string InvokedTargets = "Target";
    public const string SkippedTargets = "Skip";
    public const string TargetsSeparator = "+";

    /// <summary>The value of a parameter of a build; null where nobody gave one.</summary>
    /// <exception cref="FormatException">The value is not of the parameter's type.</exception>
    public static object? Get(ParameterMember parameter) =>
        FromCommandLine(parameter.Name, parameter.Type, parameter.Separator)
        ?? FromEnvironment(parameter.Name, parameter.Type, parameter.Separator)
        ?? (parameter.IsSecret ? NothingInFile(parameter.Name) : FromFile(parameter.Name, parameter.Type));

    /// <summary>The value of a parameter; null where nobody gave one.</summary>
    /// <exception cref="FormatException">The value is not of the type.</exception>
    public static object? Get(string name, Type type, char? separator = null) =>
        FromCommandLine(name, type, separator) ?? FromEnvironment(name, type, separator) ?? FromFile(name, type);

    private static object? FromCommandLine(string name, Type type, char? separator)
    {
        var values = CommandLine.Current.Values(name);
        Func<string> source = () => $"The argument --{ParameterNames.Dashed(name)}";
        if (values is null && name == InvokedTargets && CommandLine.Current.Words is { Length: > 0 } words)
            (values, source) = (words, () => "The list of targets");

        if (values is null)
            return null;

        if (
            separator is { } mark
            && values.Length > 1
            && Array.Exists(values, value => value.Contains(mark, StringComparison.Ordinal))
        )
        {
            throw new FormatException(
                $"{source()} has the values {string.Join(' ', values)}: part them by spaces or by '{mark}', not by both."
            );
        }

        return ValueConversion.Convert(Split(values, separator), type, flag: true, source);
    }

    private static object? FromEnvironment(string name, Type type, char? separator) =>
        EnvironmentVariables.Find(name) is var (variable, value)
            ? ValueConversion.Convert(
                Split([value], separator),
                type,
                flag: false,
                () => $"The environment variable {variable}"
            )
            : null;

    private static object? FromFile(string name, Type type)
    {
        if (ParametersFile.Find(name) is not var (file, values))
            return null;

        // Elsewhere a relative path is seen from the working directory; a file means the same wherever the build is started.
        if ((type.GetElementType() ?? type) == typeof(AbsolutePath))
            values =
            [
                .. values.Select(value =>
                    PathConstruction.HasPathRoot(value) ? value : (string)(NukeBuild.RootDirectory / value)
                ),
            ];

        return ValueConversion.Convert(values, type, flag: false, () => $"The parameter {name} in '{file}'");
    }

    private static string[] Split(string[] values, char? separator) =>
        separator is { } mark && values.Length == 1
            ? values[0].Split(mark, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : values;

    private static object? NothingInFile(string secret) =>
        ParametersFile.Find(secret) is var (file, _)
            ? throw new InvalidDataException(
                $"'{file}' holds a value of the secret {secret}, and a secret does not belong into a file: "
                    + $"remove it there and set the environment variable {secret}."
            )
            : null;
}
