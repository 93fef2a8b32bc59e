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
        Get(parameter.Name, parameter.Type, parameter.Separator, parameter.IsSecret);

    /// <summary>The value of a parameter; null where nobody gave one.</summary>
    /// <exception cref="FormatException">The value is not of the type.</exception>
    public static object? Get(string name, Type type, char? separator = null, bool isSecret = false) =>
        FromCommandLine(name, isSecret)?.PartedBy(separator).As(type, bare: true)
        ?? FromEnvironment(name, isSecret)?.PartedBy(separator).As(type, bare: false)
        ?? FromFile(name, type, isSecret)?.As(type, bare: false);

    private static GivenValues? FromCommandLine(string name, bool isSecret)
    {
        if (CommandLine.Current.Values(name) is { } values)
            return new(values, () => $"The argument --{ParameterNames.Dashed(name)}", isSecret);

        return name == InvokedTargets && CommandLine.Current.Words is { Length: > 0 } words
            ? new(words, () => "The list of targets", isSecret)
            : null;
    }

    private static GivenValues? FromEnvironment(string name, bool isSecret) =>
        EnvironmentVariables.Find(name) is var (variable, value)
            ? new([value], () => $"The environment variable {variable}", isSecret)
            : null;

    private static GivenValues? FromFile(string name, Type type, bool isSecret)
    {
        if (ParametersFile.Find(name) is not var (file, values))
            return null;

        if (isSecret)
        {
            throw new InvalidDataException(
                $"'{file}' holds a value of the secret {name}, and a secret does not belong into a file: "
                    + $"remove it there and set the environment variable {name}."
            );
        }

        // Elsewhere a relative path is seen from the working directory; a file means the same wherever a build starts.
        if ((type.GetElementType() ?? type) == typeof(AbsolutePath))
            values = Array.ConvertAll(values, FromRoot);

        return new(values, () => $"The parameter {name} in '{file}'", isSecret);
    }

    private static string FromRoot(string path) =>
        PathConstruction.HasPathRoot(path) ? path : NukeBuild.RootDirectory / path;
}
