using System.Reflection;
using Nuke.Common.Tooling;

namespace Nuke.Common.Execution;

/// <summary>The values that a parameter can be given, where they can be counted.</summary>
internal static class ParameterValues
{
    /// <summary>Their texts; null where any value will do.</summary>
    public static IEnumerable<string>? Of(NukeBuild build, ParameterMember parameter)
    {
        try
        {
            return parameter.Attribute.GetValueSet(parameter.Member, build)?.Select(value => value.Item1)
                ?? FromProvider(build, parameter)
                ?? FromType(Nullable.GetUnderlyingType(parameter.ElementType) ?? parameter.ElementType);
        }
        catch (Exception exception)
        {
            Host.Warning(
                $"The values of {parameter.Name} could not be found out: {BuildManager.Unwrap(exception).Message}"
            );
            return null;
        }
    }

    private static IEnumerable<string>? FromProvider(NukeBuild build, ParameterMember parameter)
    {
        if (parameter.Attribute.ValueProviderMember is not { } name)
            return null;

        var type = parameter.Attribute.ValueProviderType ?? build.GetType();
        var member = type.GetMember(name, InjectedMember.All) is [var only]
            ? only
            : throw new InvalidOperationException($"{type.Name} has no member '{name}', or several.");
        var value = member switch
        {
            FieldInfo field => field.GetValue(build),
            PropertyInfo property => property.GetValue(build),
            MethodInfo method => method.Invoke(build, []),
            _ => null,
        };
        return value as IEnumerable<string>
            ?? throw new InvalidOperationException($"{type.Name}.{name} is not of type IEnumerable<string>.");
    }

    private static IEnumerable<string>? FromType(Type type) =>
        type.IsEnum ? Enum.GetNames(type)
        : Enumerations.NamesOf(type) is { Count: > 0 } names ? names
        : null;
}
