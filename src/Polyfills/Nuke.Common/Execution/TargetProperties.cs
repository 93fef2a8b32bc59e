using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>Finds the properties of a build that are targets, one for each name.</summary>
internal static class TargetProperties
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Those of the class, then those that its components add.</summary>
    /// <exception cref="InvalidOperationException">
    /// A name stands for the targets of unrelated components, or the class hides a component's target.
    /// </exception>
    public static List<PropertyInfo> Of(Type build)
    {
        var found = new List<PropertyInfo>();
        foreach (var property in build.GetProperties(Instance))
        {
            if (IsTarget(property) && !BuildMembers.IsExplicit(property))
                found.Add(property);
        }

        var ofClass = found.Count;
        var added = BuildMembers.AddedByComponents(build, IsTarget);
        while (added.Count > 0)
        {
            var name = BuildMembers.NameOf(added[0]);
            var declared = added.FindAll(property => BuildMembers.NameOf(property) == name);
            added.RemoveAll(declared.Contains);
            if (found.FindIndex(0, ofClass, property => property.Name == name) >= 0)
                throw Hidden(name, declared);

            found.Add(BuildMembers.ImplementedBy(build, MostDerived(declared) ?? throw Ambiguous(name, declared)));
        }

        return found;
    }

    private static bool IsTarget(PropertyInfo property) => property.PropertyType == typeof(Target);

    /// <summary>The property of the component that derives from the others; null where none does.</summary>
    private static PropertyInfo? MostDerived(List<PropertyInfo> declared) =>
        declared.Find(one => declared.TrueForAll(other => other.DeclaringType!.IsAssignableFrom(one.DeclaringType)));

    private static InvalidOperationException Hidden(string name, List<PropertyInfo> declared) =>
        new(
            $"Target '{name}' is not public, and hides that of {ComponentsOf(declared)}: "
                + $"make it public to override it, or give it another name."
        );

    private static InvalidOperationException Ambiguous(string name, List<PropertyInfo> declared) =>
        new(
            $"Target '{name}' comes from several components, {ComponentsOf(declared)}: "
                + $"declare a public target of this name in the build, which says what it stands for."
        );

    private static string ComponentsOf(List<PropertyInfo> declared) =>
        string.Join(" and ", declared.ConvertAll(property => property.DeclaringType!.Name));
}
