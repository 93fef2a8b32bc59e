using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>A member of a build that an attribute gives its value.</summary>
internal sealed record InjectedMember(MemberInfo Member, ValueInjectionAttributeBase Attribute)
{
    private const BindingFlags All =
        BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.FlattenHierarchy
        | BindingFlags.Public
        | BindingFlags.NonPublic;

    /// <summary>Type of the field or property.</summary>
    public Type Type => (Member as FieldInfo)?.FieldType ?? ((PropertyInfo)Member).PropertyType;

    /// <summary>All of a build, sorted by name.</summary>
    public static List<InjectedMember> Of(Type build)
    {
        var members = new List<InjectedMember>();
        foreach (var field in build.GetFields(All))
            AddIfInjected(members, field);
        foreach (var property in build.GetProperties(All))
            AddIfInjected(members, property);

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

    private static void AddIfInjected(List<InjectedMember> members, MemberInfo member)
    {
        if (
            System.Attribute.GetCustomAttribute(member, typeof(ValueInjectionAttributeBase))
            is ValueInjectionAttributeBase attribute
        )
            members.Add(new(member, attribute));
    }
}

/// <summary>A parameter: what it is called, of which type it is, and how its values are parted.</summary>
internal sealed record ParameterMember(MemberInfo Member, ParameterAttribute Attribute)
{
    /// <summary>Name, without dashes.</summary>
    public string Name => Attribute.Name ?? Member.Name;

    /// <summary>Name as it is written on a command line, without the leading dashes.</summary>
    public string DashedName => ParameterNames.Dashed(Name);

    /// <summary>Type of its value.</summary>
    public Type Type => new InjectedMember(Member, Attribute).Type;

    /// <summary>Type of one value of it.</summary>
    public Type ElementType
    {
        get
        {
            var type = Nullable.GetUnderlyingType(Type) ?? Type;
            return type.IsArray ? type.GetElementType()!
                : type.IsGenericType ? type.GetGenericArguments()[0]
                : type;
        }
    }

    /// <summary>Whether it takes several values.</summary>
    public bool TakesSeveral => ElementType != (Nullable.GetUnderlyingType(Type) ?? Type);

    /// <summary>Character that parts the values in one text; null where there is none.</summary>
    public char? Separator => Attribute.Separator is { Length: > 0 } separator ? separator[0] : null;

    /// <summary>Whether the engine declares it, and not the build.</summary>
    public bool IsInherited => Member.DeclaringType == typeof(NukeBuild);

    /// <summary>Whether its value is confidential.</summary>
    public bool IsSecret => Member.IsDefined(typeof(SecretAttribute));

    /// <summary>Parameters among the members of a build, sorted by name.</summary>
    public static List<ParameterMember> Among(List<InjectedMember> members)
    {
        var parameters = new List<ParameterMember>();
        foreach (var member in members)
        {
            if (member.Attribute is ParameterAttribute attribute)
                parameters.Add(new(member.Member, attribute));
        }

        parameters.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return parameters;
    }
}
