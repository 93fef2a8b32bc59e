using System.ComponentModel;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Nuke.Common.Execution;

/// <summary>What somebody has given for a parameter: texts, to be read as values of its type.</summary>
/// <param name="texts">What was given.</param>
/// <param name="place">Where, as the beginning of a sentence.</param>
/// <param name="isSecret">Whether no message may show it.</param>
internal sealed class GivenValues(string[] texts, Func<string> place, bool isSecret)
{
    /// <summary>The texts parted further: a single one at each separator, which several must not contain.</summary>
    /// <exception cref="FormatException">They do contain it.</exception>
    public GivenValues PartedBy(char? separator)
    {
        if (separator is not { } mark || !Array.Exists(texts, text => text.Contains(mark, StringComparison.Ordinal)))
            return this;

        var options = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        return texts.Length == 1
            ? new GivenValues(texts[0].Split(mark, options), place, isSecret)
            : throw new FormatException(
                $"{place()} has the values {Shown(texts)}: part them by spaces or by '{mark}', not by both."
            );
    }

    /// <summary>The value of the type; null where there is no text, and none is no value of the type.</summary>
    /// <param name="type">Type of the parameter.</param>
    /// <param name="bare">What it means for a <see cref="bool"/> that nothing was given with it.</param>
    /// <exception cref="FormatException">A text is no value of the type, or there are several for one.</exception>
    public object? As(Type type, bool bare)
    {
        var values = Array.FindAll(texts, text => !string.IsNullOrWhiteSpace(text));
        var scalar = Nullable.GetUnderlyingType(type) ?? type;
        if (scalar.IsArray)
            return ToArray(values, scalar.GetElementType()!);

        return values.Length switch
        {
            0 when scalar == typeof(bool) => bare,
            0 => null,
            1 => ToScalar(values[0], scalar),
            _ => throw new FormatException(
                $"{place()} takes one value, and {values.Length} were given: {Shown(values)}."
            ),
        };
    }

    private Array ToArray(string[] values, Type element)
    {
        if (element == typeof(string))
            return values;

        var array = Array.CreateInstance(element, values.Length);
        for (var i = 0; i < values.Length; i++)
            array.SetValue(ToScalar(values[i], Nullable.GetUnderlyingType(element) ?? element), i);

        return array;
    }

    private object ToScalar(string text, Type type) =>
        ToKnownType(text, type)
        ?? WithConverter(text, type)
        ?? throw new FormatException($"{place()} has the value '{Shown(text)}', and {Expected(type)} is expected.");

    /// <summary>The converters of the framework are costly to load, and these types need none of them.</summary>
    private static object? ToKnownType(string text, Type type)
    {
        if (type == typeof(string))
            return text;
        if (type == typeof(bool))
            return bool.TryParse(text, out var flag) ? flag : null;
        if (type == typeof(int))
            return int.TryParse(text, out var number) ? number : null;
        if (type == typeof(AbsolutePath))
            return AbsolutePath.FromWorkingDirectory(text);
        if (type == typeof(Host))
            return Host.Named(text);
        if (type.IsEnum && Enum.TryParse(type, text, ignoreCase: true, out var constant))
            return Enum.IsDefined(type, constant) ? constant : null;

        return null;
    }

    private static object? WithConverter(string text, Type type)
    {
        if (type == typeof(bool) || type == typeof(int) || type == typeof(Host) || type.IsEnum)
            return null;

        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static string Expected(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(int) ? "a whole number"
        : type == typeof(Host) ? OneOf(Host.Names)
        : type.IsEnum ? OneOf(Enum.GetNames(type))
        : Enumerations.NamesOf(type) is { Count: > 0 } names ? OneOf(names)
        : $"a value of type {type.Name}";

    private static string OneOf(IEnumerable<string> names) => $"one of {string.Join(", ", names)}";

    private string Shown(params string[] values) => isSecret ? "***" : string.Join(' ', values);
}
