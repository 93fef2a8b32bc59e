using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>A parameter: what it is called, of which type it is, and how its values are parted.</summary>
internal sealed record ParameterMember(MemberInfo Member, ParameterAttribute Attribute)
{
    /// <summary>Name, without dashes, after the prefix of its component.</summary>
    public string Name => Prefix + (Attribute.Name ?? Member.Name);

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

    private string? Prefix =>
        Member.DeclaringType is { IsInterface: true } component
            ? component.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix
            : null;

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
