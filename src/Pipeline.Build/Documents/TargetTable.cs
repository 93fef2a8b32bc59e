using Nuke.Common;
using Pipeline.Workflows;
using Pipeline.Workflows.Graph;

namespace Pipeline.Build.Documents;

/// <summary>The targets of a build, with what they depend on and which component brings them.</summary>
internal static class TargetTable
{
    /// <summary>The table of a build's targets, as the help has them.</summary>
    public static MarkdownTable Of(INukeBuild build)
    {
        var components = build
            .GetType()
            .GetInterfaces()
            .SelectMany(component => component.GetProperties())
            .Where(property => property.PropertyType == typeof(Target))
            .ToLookup(property => property.Name, property => property.DeclaringType!.Name);
        return new(
            ["target", "what it does", "runs after", "component"],
            [
                .. TargetGraphAttribute
                    .TargetsOf(build)
                    .Select(target => (Target: target, Component: components[target.Name].FirstOrDefault()))
                    .OrderBy(row => row.Component is null)
                    .Select(row => Row(row.Target, row.Component)),
            ]
        );
    }

    private static ImmutableArray<string> Row(TargetNode target, string? component) =>
        [
            MarkdownTable.Code(target.Name),
            MarkdownTable.Prose(target.Description ?? ""),
            string.Join(", ", target.DependsOn.Select(MarkdownTable.Code)),
            MarkdownTable.Code(component ?? "Build"),
        ];
}
