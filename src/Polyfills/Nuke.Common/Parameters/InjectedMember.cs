using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>A member of a build that an attribute gives its value.</summary>
internal sealed record InjectedMember(MemberInfo Member, ValueInjectionAttributeBase Attribute)
{
    /// <summary>Members of a build that are looked at.</summary>
    public const BindingFlags All =
        BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.FlattenHierarchy
        | BindingFlags.Public
        | BindingFlags.NonPublic;

    /// <summary>Type of the field or property.</summary>
    public Type Type => (Member as FieldInfo)?.FieldType ?? ((PropertyInfo)Member).PropertyType;

    /// <summary>Whether a component declares it, which asks for the value itself.</summary>
    public bool IsOfComponent => Member.DeclaringType!.IsInterface;

    /// <summary>All of a build and its components, sorted by name.</summary>
    public static List<InjectedMember> Of(Type build)
    {
        var members = new List<InjectedMember>();
        foreach (var field in build.GetFields(All))
            AddIfInjected(members, field);
        foreach (var property in build.GetProperties(All))
        {
            if (!BuildMembers.IsExplicit(property))
                AddIfInjected(members, property);
        }

        foreach (var property in BuildMembers.AddedByComponents(build, IsInjected))
            AddIfInjected(members, BuildMembers.ImplementedBy(build, property));

        members.Sort((a, b) => string.CompareOrdinal(a.Member.Name, b.Member.Name));
        return members;
    }

    /// <summary>The member's value in the build.</summary>
    public object? GetValue(object build) =>
        Member is FieldInfo field ? field.GetValue(build) : ((PropertyInfo)Member).GetValue(build);

    /// <summary>Gives the member its value, past a missing or private setter.</summary>
    public void SetValue(object build, object value)
    {
        var field =
            Member as FieldInfo
            ?? Member.DeclaringType!.GetField($"<{Member.Name}>k__BackingField", All | BindingFlags.DeclaredOnly);
        if (field is not null)
            field.SetValue(build, value);
        else if (Member is PropertyInfo { SetMethod: { } setter })
            setter.Invoke(build, [value]);
        else
            throw new InvalidOperationException($"The property {Member.Name} takes no value: give it a setter.");
    }

    private static bool IsInjected(MemberInfo member) =>
        member.IsDefined(typeof(ValueInjectionAttributeBase), inherit: false);

    private static void AddIfInjected(List<InjectedMember> members, MemberInfo member)
    {
        if (
            System.Attribute.GetCustomAttribute(member, typeof(ValueInjectionAttributeBase))
            is ValueInjectionAttributeBase attribute
        )
            members.Add(new(member, attribute));
    }
}
