using System.Linq.Expressions;

namespace Nuke.Common.Execution;

/// <summary>Reads which targets the build runs when none is named.</summary>
internal static class DefaultTarget
{
    /// <summary>
    /// Names of the properties that the expressions return; read, not compiled, because compiling takes longer than the
    /// rest.
    /// </summary>
    public static string[] NamesOf<T>(Expression<Func<T, Target>>[] expressions)
    {
        var names = new string[expressions.Length];
        for (var i = 0; i < names.Length; i++)
            names[i] = NameOf(expressions[i].Body);

        return names;
    }

    private static string NameOf(Expression body) =>
        body is MemberExpression member
            ? member.Member.Name
            : throw new ArgumentException(
                $"A default target is named as in 'x => x.Compile', not as in '{body}'.",
                nameof(body)
            );
}
