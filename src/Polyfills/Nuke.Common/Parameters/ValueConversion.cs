using System.ComponentModel;
using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>Reads values of parameters out of texts.</summary>
internal static class ValueConversion
{
    /// <summary>The texts as a value of the type; null where there is no text, and none is no value of the type.</summary>
    /// <param name="values">What was given.</param>
    /// <param name="type">Type of the parameter.</param>
    /// <param name="flag">What it means for a <see cref="bool"/> that nothing was given with it.</param>
    /// <param name="source">What to call the place it was given at, as the beginning of a sentence.</param>
    /// <exception cref="FormatException">A text is no value of the type, or there are several for one.</exception>
    public static object? Convert(string[] values, Type type, bool flag, Func<string> source)
    {
        values = Array.FindAll(values, value => !string.IsNullOrWhiteSpace(value));
        var scalar = Nullable.GetUnderlyingType(type) ?? type;
        if (scalar.IsArray)
            return ToArray(values, scalar.GetElementType()!, source);

        return values.Length switch
        {
            0 when scalar == typeof(bool) => flag,
            0 => null,
            1 => ToScalar(values[0], scalar, source),
            _ => throw new FormatException(
                $"{source()} takes one value, and {values.Length} were given: {string.Join(' ', values)}."
            ),
        };
    }

    private static Array ToArray(string[] values, Type element, Func<string> source)
    {
        if (element == typeof(string))
            return values;

        var array = Array.CreateInstance(element, values.Length);
        for (var i = 0; i < values.Length; i++)
            array.SetValue(ToScalar(values[i], Nullable.GetUnderlyingType(element) ?? element, source), i);

        return array;
    }

    private static object ToScalar(string text, Type type, Func<string> source)
    {
        // The converters of the framework are costly to load, and these types need none of them.
        if (type == typeof(string))
            return text;
        if (type == typeof(bool) && bool.TryParse(text, out var flag))
            return flag;
        if (type == typeof(int) && int.TryParse(text, out var number))
            return number;
        if (type == typeof(AbsolutePath))
            return AbsolutePath.FromWorkingDirectory(text);
        if (type == typeof(Host))
            return Host.Named(text);
        if (
            type.IsEnum
            && Enum.TryParse(type, text, ignoreCase: true, out var constant)
            && Enum.IsDefined(type, constant)
        )
            return constant;

        return WithConverter(text, type)
            ?? throw new FormatException($"{source()} has the value '{text}', and {Expected(type)} is expected.");
    }

    private static object? WithConverter(string text, Type type)
    {
        if (type == typeof(bool) || type == typeof(int) || type.IsEnum)
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
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : Tooling.Enumerations.NamesOf(type) is { Count: > 0 } names ? $"one of {string.Join(", ", names)}"
        : $"a value of type {type.Name}";
}
