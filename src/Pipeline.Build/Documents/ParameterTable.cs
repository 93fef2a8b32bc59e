using System.Text.RegularExpressions;
using Nuke.Common;
using Pipeline.Build.Run;

namespace Pipeline.Build.Documents;

/// <summary>The parameters of a build; NUKE describes its own.</summary>
internal static partial class ParameterTable
{
    /// <summary>The table of a build's parameters, by name.</summary>
    public static MarkdownTable Of(Type build) =>
        new(
            ["parameter", "value", "meaning", "default"],
            [
                .. BuildParameter
                    .Of(build)
                    .Where(parameter => parameter.Declarer.Assembly != typeof(NukeBuild).Assembly)
                    .OrderBy(parameter => Arguments.Dashed(parameter.Name), StringComparer.Ordinal)
                    .Select(Row),
            ]
        );

    private static ImmutableArray<string> Row(BuildParameter parameter)
    {
        var described = Description().Match(parameter.Description ?? "");
        return
        [
            MarkdownTable.Code(Arguments.Dashed(parameter.Name)),
            ValueOf(Nullable.GetUnderlyingType(parameter.Type) ?? parameter.Type),
            MarkdownTable.Prose(described.Groups["meaning"].Value),
            MarkdownTable.Prose(described.Groups["default"].Value),
        ];
    }

    private static string ValueOf(Type type) =>
        type == typeof(bool) ? "none"
        : type == typeof(int) ? "whole number"
        : type == typeof(double) ? "number"
        : type.IsEnum
            ? string.Join(", ", Enum.GetNames(type).Select(name => MarkdownTable.Code(name.ToLowerInvariant())))
        : type.IsArray ? "texts"
        : type == typeof(string) ? "text"
        : "path";

    [GeneratedRegex(@"^(?<meaning>.*?)(?:[.;] [Dd]efault: (?<default>.*))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Description();
}
