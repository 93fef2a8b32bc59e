using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>
/// The members of a build: those of its class, and those that its components, which are interfaces, add.
/// </summary>
internal static class BuildMembers
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private const BindingFlags Public = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public;

    /// <summary>
    /// The member's own name: that of an explicit implementation begins with the name of its interface.
    /// </summary>
    public static string NameOf(MemberInfo member) => member.Name[(member.Name.LastIndexOf('.') + 1)..];

    /// <summary>Whether the member implements one of an interface explicitly.</summary>
    public static bool IsExplicit(MemberInfo member) => member.Name.Contains('.', StringComparison.Ordinal);

    /// <summary>Wanted properties of the components that no public member of the class stands for.</summary>
    public static List<PropertyInfo> AddedByComponents(Type build, Predicate<PropertyInfo> isWanted)
    {
        var added = new List<PropertyInfo>();
        foreach (var component in build.GetInterfaces())
        {
            foreach (var property in component.GetProperties(Instance))
            {
                if (isWanted(property) && !IsDeclared(build, NameOf(property)))
                    added.Add(property);
            }
        }

        return added;
    }

    // Types within the build are no members that could stand for a property, and loading them takes time.
    private static bool IsDeclared(Type build, string name) =>
        build.GetMember(name, MemberTypes.All & ~MemberTypes.NestedType, Public).Length > 0;

    /// <summary>The property of the class that implements the component's explicitly; else the component's.</summary>
    public static PropertyInfo ImplementedBy(Type build, PropertyInfo ofComponent)
    {
        var component = ofComponent.DeclaringType!.FullName!.Replace('+', '.');
        return build.GetProperty($"{component}.{ofComponent.Name}", Instance) ?? ofComponent;
    }
}
