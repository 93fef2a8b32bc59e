using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>Checks, before the first target starts, that all which are going to run have what they require.</summary>
internal static class Requirements
{
    /// <exception cref="InvalidOperationException">Something is missing; the message says what, for whom, and how to
    /// give it.</exception>
    public static void Ensure(NukeBuild build)
    {
        foreach (var target in build.ScheduledTargets)
        {
            foreach (var requirement in target.DelegateRequirements)
                Ensure(build, requirement, $"Target '{target.Name}' requires");
        }

        foreach (var member in build.InjectedMembers)
        {
            if (member.Member.IsDefined(typeof(RequiredAttribute)))
                EnsureValue(build, member, "The build requires");
        }
    }

    private static void Ensure(NukeBuild build, LambdaExpression requirement, string beginning)
    {
        if (requirement is Expression<Func<bool>> fact)
        {
            if (!fact.Compile(preferInterpretation: true)())
                throw new InvalidOperationException($"{beginning} that {TextOf(fact.Body, build)} holds.");
        }
        else
        {
            EnsureValue(build, MemberOf(requirement, build), beginning);
        }
    }

    private static InjectedMember MemberOf(LambdaExpression requirement, NukeBuild build)
    {
        var body = requirement.Body is UnaryExpression { NodeType: ExpressionType.Convert } convert
            ? convert.Operand
            : requirement.Body;
        var member =
            (body as MemberExpression)?.Member
            ?? throw new InvalidOperationException(
                $"A requirement is a parameter or a condition, not '{requirement.Body}'."
            );
        return build.InjectedMembers.Find(injected => injected.Member.Name == member.Name)
            ?? throw new InvalidOperationException(
                $"'{member.Name}' is required, but nothing gives it a value: it has no [Parameter]."
            );
    }

    private static void EnsureValue(NukeBuild build, InjectedMember member, string beginning)
    {
        if (
            member.GetValue(build) is not null and not "" and var value
            && !string.IsNullOrWhiteSpace(value as string ?? "-")
        )
            return;

        if (member.Attribute is not ParameterAttribute attribute)
            throw new InvalidOperationException(
                $"{beginning} {member.Member.Name}, whose value could not be found out."
            );

        var parameter = new ParameterMember(member.Member, attribute);
        var variable = $"NUKE_{parameter.DashedName.Replace('-', '_').ToUpperInvariant()}";
        var way = parameter.IsSecret
            ? $"set the environment variable {variable}"
            : $"pass --{parameter.DashedName} <value> or set the environment variable {variable}";
        throw new InvalidOperationException($"{beginning} the parameter {parameter.Name}, which has no value: {way}.");
    }

    private static string TextOf(Expression fact, NukeBuild build) =>
        $"'{fact.ToString().Replace($"value({build.GetType()}).", "", StringComparison.Ordinal)}'";
}
