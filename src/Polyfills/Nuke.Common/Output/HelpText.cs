using System.Text;

namespace Nuke.Common.Execution;

/// <summary>
/// The targets of a build with their dependencies, then its parameters: its own, and those that every build has.
/// </summary>
/// <remarks>
/// Each start with <c>--help</c> waits for it, hence no queries, and no padding by the framework: both are compiled at
/// run time.
/// </remarks>
internal sealed class HelpText
{
    private const int LineLength = 90;

    private readonly StringBuilder _text = new();

    public static string Of(List<ExecutableTarget> targets, List<ParameterMember> parameters)
    {
        var help = new HelpText();
        help.AddTargets(targets.FindAll(target => target.Listed));
        help.AddParameters(parameters.FindAll(parameter => parameter.Attribute.List), DefaultsAmong(targets));
        return help._text.ToString();
    }

    private static string DefaultsAmong(List<ExecutableTarget> targets) =>
        targets.FindAll(target => target.IsDefault) is { Count: > 0 } defaults
            ? string.Join(", ", NamesOf(defaults))
            : "<none>";

    private static List<string> NamesOf(List<ExecutableTarget> targets) => targets.ConvertAll(target => target.Name);

    private static string TitleOf(ExecutableTarget target) =>
        target.IsDefault ? $"{target.Name} (default)" : target.Name;

    private void AddTargets(List<ExecutableTarget> targets)
    {
        var width = 20;
        foreach (var target in targets)
            width = Math.Max(width, TitleOf(target).Length);

        _text.Append("Targets, with what they depend on:\n\n");
        foreach (var target in targets)
        {
            _text.Append("  ").Append(TitleOf(target));
            if (target.ExecutionDependencies.Count > 0)
            {
                Space(width - TitleOf(target).Length);
                _text.Append(" -> ").AppendJoin(", ", NamesOf(target.ExecutionDependencies));
            }

            _text.Append('\n');
            if (!string.IsNullOrWhiteSpace(target.Description))
                _text.Append("    ").Append(target.Description).Append('\n');
        }
    }

    private void AddParameters(List<ParameterMember> parameters, string defaultTargets)
    {
        var width = 16;
        foreach (var parameter in parameters)
            width = Math.Max(width, parameter.DashedName.Length);

        _text.Append("\nParameters:\n");
        AddParameters(parameters.FindAll(parameter => !parameter.IsInherited), width, defaultTargets);
        AddParameters(parameters.FindAll(parameter => parameter.IsInherited), width, defaultTargets);
    }

    private void AddParameters(List<ParameterMember> parameters, int width, string defaultTargets)
    {
        if (parameters.Count > 0)
            _text.Append('\n');

        foreach (var parameter in parameters)
        {
            _text.Append("  --").Append(parameter.DashedName);
            Space(width + 1 - parameter.DashedName.Length);
            AddWrapped(DescriptionOf(parameter, defaultTargets), width + 5);
            _text.Append('\n');
        }
    }

    private static string DescriptionOf(ParameterMember parameter, string defaultTargets) =>
        parameter.Attribute.Description is { } description
            ? description.Replace("{default_target}", defaultTargets, StringComparison.Ordinal).TrimEnd('.') + "."
            : "<no description>";

    private void AddWrapped(string text, int indentation)
    {
        var length = indentation;
        foreach (var word in text.Split(' '))
        {
            if (length + 1 + word.Length > LineLength)
            {
                _text.Append('\n');
                Space(indentation);
                length = indentation;
            }

            _text.Append(' ').Append(word);
            length += 1 + word.Length;
        }
    }

    private void Space(int count)
    {
        for (; count > 0; count--)
            _text.Append(' ');
    }
}
