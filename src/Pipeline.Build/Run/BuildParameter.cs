using System.Reflection;
using Nuke.Common;

namespace Pipeline.Build.Run;

/// <summary>A parameter of a NUKE build, as far as the command line is held against it.</summary>
/// <param name="Name">Its name, without dashes.</param>
/// <param name="Type">The type of its value.</param>
/// <param name="Separator">What parts several values in one word; null where nothing does.</param>
/// <param name="IsSecret">True where no message may show its value.</param>
/// <param name="Description">One line for people; null where there is none.</param>
/// <param name="Declarer">The class or component that has it.</param>
internal sealed record BuildParameter(
    string Name,
    Type Type,
    string? Separator,
    bool IsSecret,
    string? Description,
    Type Declarer
)
{
    private const MemberTypes Valued = MemberTypes.Field | MemberTypes.Property;

    private const BindingFlags Members =
        BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.DeclaredOnly;

    /// <summary>The one that an argument names, dashes and case aside; null where there is none.</summary>
    /// <param name="build">The build's class.</param>
    /// <param name="argument">The argument, as <c>--step-timeout</c>.</param>
    public static BuildParameter? Find(Type build, string argument)
    {
        // Most are called as their members are, and to read the attributes of all members takes milliseconds. NUKE's
        // own come first, as "--help" and "--root" are among them.
        foreach (var type in Lineage(build))
        foreach (var member in type.GetMember(Arguments.Bare(argument), Valued, Members | BindingFlags.IgnoreCase))
            if (Declared(member) is { } parameter && Arguments.IsSame(argument, parameter.Name))
                return parameter;

        foreach (var parameter in Of(build))
            if (Arguments.IsSame(argument, parameter.Name))
                return parameter;
        return null;
    }

    /// <summary>
    /// Those of a build's class and its base classes, then those of its components, which may begin with a prefix.
    /// </summary>
    public static IEnumerable<BuildParameter> Of(Type build)
    {
        for (var type = build; type is not null; type = type.BaseType)
            foreach (var parameter in DeclaredBy(type))
                yield return parameter;
        foreach (var component in build.GetInterfaces())
        {
            var prefix = component.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix;
            foreach (var parameter in DeclaredBy(component))
                yield return parameter with
                {
                    Name = prefix + parameter.Name,
                };
        }
    }

    // The most basic class first.
    private static Stack<Type> Lineage(Type build)
    {
        var types = new Stack<Type>();
        for (var type = build; type is not null; type = type.BaseType)
            types.Push(type);
        return types;
    }

    private static IEnumerable<BuildParameter> DeclaredBy(Type type) =>
        type.FindMembers(Valued, Members, null, null).Select(Declared).OfType<BuildParameter>();

    private static BuildParameter? Declared(MemberInfo member) =>
        member.IsDefined(typeof(ParameterAttribute), inherit: false)
        && member.GetCustomAttribute<ParameterAttribute>() is { } parameter
            ? new(
                parameter.Name ?? member.Name,
                (member as FieldInfo)?.FieldType ?? ((PropertyInfo)member).PropertyType,
                parameter.Separator,
                member.IsDefined(typeof(SecretAttribute)),
                parameter.Description,
                member.DeclaringType!
            )
            : null;
}
