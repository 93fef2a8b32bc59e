#nullable disable annotations

using System.Reflection;
using Nuke.Common.Execution;
using Nuke.Common.ValueInjection;

namespace Nuke.Common;

/// <summary>
/// A field or property of a build that takes its value from, in this order, the command line, the environment and
/// <c>.nuke/parameters.json</c>. Without a value there it keeps the one it was given in the code.
/// </summary>
/// <example><code>[Parameter("Services to deliver.", Separator = ",")] readonly string[] Service = [];</code></example>
public class ParameterAttribute : ValueInjectionAttributeBase
{
    /// <summary>Takes one line for the help.</summary>
    public ParameterAttribute(string description = null) => Description = description;

    /// <summary>
    /// For the engine's own: setting properties of several attributes makes the runtime emit code for it at each start.
    /// </summary>
    internal ParameterAttribute(string description, string name, string separator = null)
        : this(description) => (Name, Separator) = (name, separator);

    /// <summary>One line for the help; null where there is none.</summary>
    public virtual string Description { get; }

    /// <summary>Name of the parameter; null takes the member's.</summary>
    public string Name { get; set; }

    /// <summary>
    /// One character that parts the values of an array; null where only the command line can give several.
    /// </summary>
    public string Separator { get; set; }

    /// <summary>Whether the help shows it.</summary>
    public virtual bool List { get; set; } = true;

    /// <summary>Type that has <see cref="ValueProviderMember"/>; null means the build.</summary>
    public Type ValueProviderType { get; set; }

    /// <summary>
    /// Name of a member of type <c>IEnumerable&lt;string></c> with the values to choose from; null where any will do.
    /// </summary>
    public string ValueProviderMember { get; set; }

    /// <inheritdoc/>
    public override object GetValue(MemberInfo member, object instance) =>
        ParameterService.Get(new ParameterMember(member, this));

    /// <summary>
    /// Values to choose from, with their texts; null leaves it to <see cref="ValueProviderMember"/> and the type.
    /// </summary>
    public virtual IEnumerable<(string, object)> GetValueSet(MemberInfo member, object instance) => null;
}

/// <summary>The member must have a value, whatever targets run.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public class RequiredAttribute : Attribute;

/// <summary>No warning is given when the member's value cannot be found out.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public class OptionalAttribute : Attribute;

/// <summary>The value is confidential: it is never printed, and no parameters file holds it as plain text.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public class SecretAttribute : Attribute;

/// <summary>Begins the names of all parameters of a component.</summary>
/// <param name="prefix">The beginning; a last word <c>Prefix</c> is left out, for the names of constants.</param>
[AttributeUsage(AttributeTargets.Interface, AllowMultiple = false, Inherited = false)]
public class ParameterPrefixAttribute(string prefix) : Attribute
{
    /// <summary>The beginning.</summary>
    public string Prefix { get; } =
        prefix.EndsWith(nameof(Prefix), StringComparison.Ordinal) ? prefix[..^nameof(Prefix).Length] : prefix;
}
