using System.Text;

namespace Nuke.Common.Execution;

/// <summary>Shows what the build can do and be told, when asked, and when there is nothing to run.</summary>
internal sealed class ShowHelp : BuildExtensionAttributeBase, IOnBuildInitialized
{
    private const int LineLength = 90;

    public void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets,
        IReadOnlyCollection<ExecutableTarget> executionPlan
    )
    {
        if (!Build.Help && executionPlan.Count > 0)
            return;

        var help = new StringBuilder();
        AppendTargets(help, executableTargets);
        AppendParameters(help, executableTargets);
        Console.Out.Write(help.ToString());
        ((NukeBuild)Build).HasEndedEarly = true;
    }

    private static void AppendTargets(StringBuilder help, IReadOnlyCollection<ExecutableTarget> targets)
    {
        var listed = targets.Where(target => target.Listed).ToList();
        var width = Math.Max(20, listed.Count == 0 ? 0 : listed.Max(target => NameOf(target).Length));
        help.Append("Targets, with what they depend on:\n\n");
        foreach (var target in listed)
        {
            var dependencies = string.Join(", ", target.ExecutionDependencies.Select(dependency => dependency.Name));
            var line =
                dependencies.Length == 0 ? NameOf(target) : $"{NameOf(target).PadRight(width)} -> {dependencies}";
            help.Append("  ").Append(line).Append('\n');
            if (!string.IsNullOrWhiteSpace(target.Description))
                help.Append("    ").Append(target.Description).Append('\n');
        }
    }

    private static string NameOf(ExecutableTarget target) => target.Name + (target.IsDefault ? " (default)" : "");

    private void AppendParameters(StringBuilder help, IReadOnlyCollection<ExecutableTarget> targets)
    {
        var listed = ((NukeBuild)Build).Parameters.FindAll(parameter => parameter.Attribute.List);
        var width = Math.Max(16, listed.Max(parameter => parameter.DashedName.Length));
        var defaults = string.Join(", ", targets.Where(target => target.IsDefault).Select(target => target.Name));

        help.Append("\nParameters:\n");
        foreach (var ofEngine in new[] { false, true })
        {
            foreach (var parameter in listed.Where(parameter => parameter.IsInherited == ofEngine))
                Append(help, width, parameter, defaults.Length > 0 ? defaults : "<none>");
            help.Append('\n');
        }
    }

    private static void Append(StringBuilder help, int width, ParameterMember parameter, string defaults)
    {
        var description = parameter.Attribute.Description ?? "<no description>";
        description = description.Replace("{default_target}", defaults, StringComparison.Ordinal);
        if (parameter.Attribute.Description is not null && !description.EndsWith('.'))
            description += '.';

        help.Append("  --").Append(parameter.DashedName.PadRight(width + 1));
        var length = width + 5;
        foreach (var word in description.Split(' '))
        {
            if (length + 1 + word.Length > LineLength)
            {
                help.Append('\n').Append(' ', width + 5);
                length = width + 5;
            }

            help.Append(' ').Append(word);
            length += 1 + word.Length;
        }

        help.Append('\n');
    }
}
