using System.Reflection;
using Nuke.Common;

namespace Pipeline.Build.Run;

/// <summary>A parameter of a NUKE build, as far as the command line is held against it.</summary>
/// <param name="Name">Its name, without dashes.</param>
/// <param name="Type">The type of its value.</param>
/// <param name="Separator">What parts several values in one word; null where nothing does.</param>
/// <param name="IsSecret">True where no message may show its value.</param>
internal sealed record BuildParameter(string Name, Type Type, string? Separator, bool IsSecret)
{
    private const BindingFlags Members =
        BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.DeclaredOnly;

    /// <summary>Those of a build's class and its base classes, then those of its components, which may begin with a prefix.</summary>
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

    private static IEnumerable<BuildParameter> DeclaredBy(Type type) =>
        from member in type.GetMembers(Members)
        let parameter = member.GetCustomAttribute<ParameterAttribute>()
        where parameter is not null
        let valued = (member as FieldInfo)?.FieldType ?? ((PropertyInfo)member).PropertyType
        select new BuildParameter(
            parameter.Name ?? member.Name,
            valued,
            parameter.Separator,
            member.IsDefined(typeof(SecretAttribute))
        );
}
