#nullable disable annotations

using System.Reflection;

namespace Nuke.Common.ValueInjection;

/// <summary>Base of the attributes that give a field or property of a build its value.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public abstract class ValueInjectionAttributeBase : Attribute
{
    /// <summary>The build that has the member.</summary>
    public INukeBuild Build { get; internal set; }

    /// <summary>The higher, the earlier its turn comes among the members of a class.</summary>
    public virtual int Priority => 0;

    /// <summary>Whether no warning is given when the value cannot be found out.</summary>
    public virtual bool SuppressWarnings => false;

    /// <summary>The value; null leaves the member as it is.</summary>
    public abstract object GetValue(MemberInfo member, object instance);

    /// <summary>The value; null, and a warning, when it cannot be found out.</summary>
    public object TryGetValue(MemberInfo member, object instance)
    {
        try
        {
            return GetValue(member, instance);
        }
        catch (Exception exception)
        {
            if (!SuppressWarnings && !member.IsDefined(typeof(OptionalAttribute)))
                Host.Warning($"No value could be found for {member.Name}: {exception.Message}");

            return null;
        }
    }
}
