using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Pipeline.Foundation;

namespace Pipeline.Build.Run;

/// <summary>Holds what is given on a command line against the types of a build's parameters.</summary>
internal static class ArgumentValues
{
    // Without a value it stands for the working directory.
    private const string Root = "Root";

    /// <summary>A sentence for each argument whose values its parameter cannot take.</summary>
    public static IEnumerable<string> Refuse(IReadOnlyList<string> arguments, Type build)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!Arguments.IsName(arguments[i]) || BuildParameter.Find(build, arguments[i]) is not { } parameter)
                continue;
            string[] values = [.. arguments.Skip(i + 1).TakeWhile(value => !Arguments.IsName(value))];
            foreach (var refusal in Refuse(parameter, values, build))
                yield return refusal;
        }
    }

    private static IEnumerable<string> Refuse(BuildParameter parameter, string[] values, Type build)
    {
        var type = Nullable.GetUnderlyingType(parameter.Type) ?? parameter.Type;
        if (values.Length == 0 && (type == typeof(bool) || parameter.Name == Root))
            return [];
        if (type == typeof(IReadOnlyCollection<ExecutableTarget>))
            return TargetNames.Refuse(values, build);

        var name = Arguments.Dashed(parameter.Name);
        if (type.IsArray)
            return Parted(parameter, values)
                .Select(value => Refuse(parameter, name, value, type.GetElementType()!))
                .OfType<string>();

        return values switch
        {
            [] => [$"{name} takes a value: none is given"],
            [var value] => Refuse(parameter, name, value, type) is { } refusal ? [refusal] : [],
            _ =>
            [
                $"{name} takes one value, not {values.Length}{(parameter.IsSecret ? "" : $": {string.Join(' ', values)}")}",
            ],
        };
    }

    private static IEnumerable<string> Parted(BuildParameter parameter, string[] values) =>
        parameter.Separator is { Length: 1 } separator
            ? values.SelectMany(value => value.Split(separator, StringSplitOptions.RemoveEmptyEntries))
            : values;

    private static string? Refuse(BuildParameter parameter, string name, string value, Type type)
    {
        var given = parameter.IsSecret ? name : $"{name} \"{value}\"";
        if (type == typeof(bool))
            return bool.TryParse(value, out _) ? null : $"{given}: expected true or false";
        if (type == typeof(int))
            return int.TryParse(value, CultureInfo.InvariantCulture, out _)
                ? null
                : $"{given}: expected a whole number";
        if (type == typeof(double))
            return double.TryParse(value, CultureInfo.InvariantCulture, out _) ? null : $"{given}: expected a number";
        if (ChoicesOf(type) is { Length: > 0 } choices)
            return choices.Contains(value, StringComparer.OrdinalIgnoreCase)
                ? null
                : $"{given}: {Spelling.Suggest(value, choices)}";
        return CanConvert(value, type) ? null : $"{given}: expected a value of type {type.Name}";
    }

    /// <summary>The values of a type that has few; none where it takes any text.</summary>
    public static string[] ChoicesOf(Type type) =>
        type.IsEnum ? Enum.GetNames(type)
        : type.IsSubclassOf(typeof(Enumeration))
            ? [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.Name)]
        : type == typeof(Host) ? HostNames()
        : [];

    // NUKE makes a host of any type that derives from it; those of its own are in two assemblies.
    private static string[] HostNames() =>
        [
            .. new[] { typeof(Host), typeof(Nuke.Common.CI.GitHubActions.GitHubActions) }
                .Select(type => type.Assembly)
                .Distinct()
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type => type.IsSubclassOf(typeof(Host)))
                .Select(type => type.Name)
                .Order(StringComparer.Ordinal),
        ];

    private static bool CanConvert(string value, Type type)
    {
        // Converters are costly to load, and a text or a path can be anything.
        if (type == typeof(string) || type == typeof(AbsolutePath))
            return true;
        var converter = TypeDescriptor.GetConverter(type);
        if (!converter.CanConvertFrom(typeof(string)))
            return true;

        try
        {
            return converter.ConvertFromInvariantString(value) is not null;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
