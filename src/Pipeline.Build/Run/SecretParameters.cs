using System.Collections;
using System.Globalization;
using System.Reflection;
using Nuke.Common;

namespace Pipeline.Build.Run;

/// <summary>The values of a build's parameters that bear <see cref="SecretAttribute"/>.</summary>
internal static class SecretParameters
{
    private const BindingFlags Members =
        BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.DeclaredOnly;

    /// <summary>Each value that is set, those of its base types and components as well.</summary>
    /// <param name="build">The build, its parameters injected.</param>
    public static ImmutableArray<string> ValuesOf(object build) =>
        [
            .. BaseTypes(build.GetType())
                .Concat(build.GetType().GetInterfaces())
                .SelectMany(type => type.FindMembers(MemberTypes.Field | MemberTypes.Property, Members, null, null))
                .Where(member => member.IsDefined(typeof(SecretAttribute)))
                .SelectMany(member => Texts(Value(member, build)))
                .Distinct(),
        ];

    private static IEnumerable<Type> BaseTypes(Type? type) => type is null ? [] : BaseTypes(type.BaseType).Append(type);

    private static object? Value(MemberInfo member, object build) =>
        member switch
        {
            FieldInfo field => field.GetValue(build),
            PropertyInfo { CanRead: true } property => property.GetValue(build),
            _ => null,
        };

    private static IEnumerable<string> Texts(object? value) =>
        value switch
        {
            null => [],
            string text => [text],
            IEnumerable several => several.Cast<object?>().SelectMany(Texts),
            _ => [Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""],
        };
}
