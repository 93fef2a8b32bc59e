using System.Text;
using Pipeline.Foundation;

namespace Pipeline.Build.Run;

/// <summary>
/// What NUKE lets pass on the command line: it keeps the last of a repeated argument only, and takes no notice of one
/// that it does not know.
/// </summary>
internal static class Arguments
{
    /// <summary>The values of every occurrence of an argument, in order.</summary>
    /// <param name="name">The parameter's name; dashes and case do not matter.</param>
    /// <param name="arguments">The command line.</param>
    public static ImmutableArray<string> ValuesOf(string name, IEnumerable<string> arguments)
    {
        var values = ImmutableArray.CreateBuilder<string>();
        var taking = false;
        foreach (var argument in arguments)
            if (IsName(argument))
                taking = IsSame(argument, name);
            else if (taking)
                values.Add(argument);
        return values.ToImmutable();
    }

    /// <summary>What was given for some parameters, names and values as they stand on the command line.</summary>
    /// <param name="names">The parameters' names; dashes and case do not matter.</param>
    /// <param name="arguments">The command line.</param>
    public static ImmutableArray<string> Given(IReadOnlyCollection<string> names, IEnumerable<string> arguments)
    {
        var given = ImmutableArray.CreateBuilder<string>();
        var taking = false;
        foreach (var argument in arguments)
        {
            if (IsName(argument))
                taking = names.Any(name => IsSame(argument, name));
            if (taking)
                given.Add(argument);
        }

        return given.ToImmutable();
    }

    /// <summary>
    /// Refuses arguments that are no parameter of a build: a slip of the keyboard must not widen a run.
    /// </summary>
    /// <exception cref="RefusedArgumentException">There are such; the message offers the nearest parameter.</exception>
    public static void RefuseUnknown(IEnumerable<string> arguments, Type build)
    {
        var unknown = arguments.Where(IsName).Where(argument => BuildParameter.Find(build, argument) is null).ToArray();
        if (unknown.Length == 0)
            return;

        var spelled = BuildParameter.Of(build).Select(parameter => Dashed(parameter.Name)).ToArray();
        throw new RefusedArgumentException(
            string.Join(
                '\n',
                unknown.Select(argument =>
                    MessageText.Line($"there is no parameter \"{argument}\": {Spelling.Suggest(argument, spelled)}")
                )
            )
        );
    }

    /// <summary>
    /// Refuses targets that a build does not have, and values that its parameters cannot take: NUKE runs on without
    /// such a value, or crashes. It is called before NUKE starts.
    /// </summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="build">The build.</param>
    /// <exception cref="RefusedArgumentException">There are such; the message says what is expected.</exception>
    public static void RefuseWrong(IReadOnlyList<string> arguments, Type build)
    {
        List<string> targets = [];
        for (var i = 0; i < arguments.Count && !IsName(arguments[i]); i++)
            if (!arguments[i].StartsWith(':'))
                targets.Add(arguments[i]);

        List<string> refusals = [.. TargetNames.Refuse(targets, build), .. ArgumentValues.Refuse(arguments, build)];
        if (refusals.Count > 0)
            throw new RefusedArgumentException(string.Join('\n', refusals.Select(MessageText.Line)));
    }

    internal static bool IsName(string argument) => argument.StartsWith('-') && argument.Length > 1;

    /// <summary>A name without its dashes.</summary>
    internal static string Bare(string name) => name.Replace("-", "", StringComparison.Ordinal);

    /// <summary>A parameter's name as it is written on a command line.</summary>
    internal static string Dashed(string name)
    {
        var dashed = new StringBuilder("-");
        foreach (var letter in name)
            dashed.Append(char.IsUpper(letter) || dashed.Length == 1 ? "-" : "").Append(char.ToLowerInvariant(letter));
        return dashed.ToString();
    }

    /// <summary>Whether two spellings name the same parameter or target.</summary>
    internal static bool IsSame(string one, string other) =>
        Bare(one).Equals(Bare(other), StringComparison.OrdinalIgnoreCase);
}

/// <summary>The command line has what the build cannot take; the message says what it can.</summary>
internal sealed class RefusedArgumentException(string message) : Exception(message);
