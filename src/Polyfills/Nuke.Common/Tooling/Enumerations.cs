using System.Reflection;

namespace Nuke.Common.Tooling;

/// <summary>Names of the values of an <see cref="Enumeration"/>.</summary>
internal static class Enumerations
{
    public static IReadOnlyList<string> NamesOf(Type type) =>
        type.IsSubclassOf(typeof(Enumeration))
            ? [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.Name)]
            : [];
}
