using System.Reflection;
using Nuke.Common;
using Pipeline.Foundation;

namespace Pipeline.Execution;

/// <summary>
/// What NUKE lets pass on the command line: it keeps the last of a repeated argument only, and takes no notice of one that it
/// does not know.
/// </summary>
public static class Arguments
{
    private const BindingFlags Members =
        BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.DeclaredOnly;

    /// <summary>The values of every occurrence of an argument, in order.</summary>
    /// <param name="name">The parameter's name; dashes and case do not matter.</param>
    /// <param name="arguments">The command line.</param>
    public static ImmutableArray<string> ValuesOf(string name, IEnumerable<string> arguments)
    {
        var values = ImmutableArray.CreateBuilder<string>();
        var taking = false;
        foreach (var argument in arguments)
            if (IsName(argument))
                taking = Bare(argument).Equals(Bare(name), StringComparison.OrdinalIgnoreCase);
            else if (taking)
                values.Add(argument);
        return values.ToImmutable();
    }

    /// <summary>What was given for some parameters, names and values as they stand on the command line.</summary>
    /// <param name="names">The parameters' names; dashes and case do not matter.</param>
    /// <param name="arguments">The command line.</param>
    public static ImmutableArray<string> Given(IReadOnlyCollection<string> names, IEnumerable<string> arguments)
    {
        var given = ImmutableArray.CreateBuilder<string>();
        var taking = false;
        foreach (var argument in arguments)
        {
            if (IsName(argument))
                taking = names.Any(name => Bare(argument).Equals(Bare(name), StringComparison.OrdinalIgnoreCase));
            if (taking)
                given.Add(argument);
        }

        return given.ToImmutable();
    }

    /// <summary>Refuses arguments that are no parameter of a build: a slip of the keyboard must not widen a run.</summary>
    /// <exception cref="UnknownArgumentException">There are such; the message offers the nearest parameter.</exception>
    public static void RefuseUnknown(IEnumerable<string> arguments, Type build)
    {
        var known = ParametersOf(build).ToArray();
        var unknown = arguments
            .Where(IsName)
            .Where(argument =>
                !known.Any(name => Bare(name).Equals(Bare(argument), StringComparison.OrdinalIgnoreCase))
            )
            .ToArray();
        if (unknown.Length == 0)
            return;

        var spelled = known.Select(Dashed).ToArray();
        throw new UnknownArgumentException(
            string.Join(
                '\n',
                unknown.Select(argument =>
                    $"there is no parameter \"{argument}\": {Spelling.Suggest(argument, spelled)}"
                )
            )
        );
    }

    // Those of the class and its base classes, then those of its components, which may begin with a prefix.
    private static IEnumerable<string> ParametersOf(Type build)
    {
        for (var type = build; type is not null; type = type.BaseType)
            foreach (var name in DeclaredBy(type))
                yield return name;
        foreach (var component in build.GetInterfaces())
        {
            var prefix = component.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix;
            foreach (var name in DeclaredBy(component))
                yield return prefix + name;
        }
    }

    private static IEnumerable<string> DeclaredBy(Type type) =>
        from member in type.GetMembers(Members)
        let parameter = member.GetCustomAttribute<ParameterAttribute>()
        where parameter is not null
        select parameter.Name ?? member.Name;

    private static bool IsName(string argument) => argument.StartsWith('-') && argument.Length > 1;

    private static string Bare(string name) => name.Replace("-", "", StringComparison.Ordinal);

    private static string Dashed(string name) =>
        "--"
        + string.Concat(name.Select((letter, i) => char.IsUpper(letter) && i > 0 ? $"-{letter}" : $"{letter}"))
            .ToLowerInvariant();
}

/// <summary>An argument was given that the build does not have; the message offers the nearest one.</summary>
public sealed class UnknownArgumentException(string message) : Exception(message);
