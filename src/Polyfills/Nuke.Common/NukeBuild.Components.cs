#nullable disable annotations

using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common;

public abstract partial class NukeBuild
{
    private readonly Dictionary<MemberInfo, object> _valuesOfComponents = [];

    T INukeBuild.TryGetValue<T>(Expression<Func<T>> parameterExpression) => (T)ValueOf(parameterExpression);

    T INukeBuild.TryGetValue<T>(Expression<Func<object>> parameterExpression) => (T)ValueOf(parameterExpression);

    private object ValueOf(LambdaExpression expression)
    {
        var body = expression.Body is UnaryExpression convert ? convert.Operand : expression.Body;
        var member = ((MemberExpression)body).Member;
        if (_valuesOfComponents.TryGetValue(member, out var value))
            return value;

        var attribute =
            member.GetCustomAttribute<ValueInjectionAttributeBase>()
            ?? throw new InvalidOperationException(
                $"Nothing gives {member.DeclaringType!.Name}.{member.Name} a value: it has no [Parameter]."
            );
        attribute.Build = this;
        return _valuesOfComponents[member] =
            attribute is ParameterAttribute ? attribute.GetValue(member, this) : attribute.TryGetValue(member, this);
    }
}
