using System.Reflection;
using Nuke.Common;
using Pipeline.Foundation;

namespace Pipeline.Build.Run;

/// <summary>The names of the targets that a build has, by its class and by its components.</summary>
internal static class TargetNames
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>A sentence for each word that names no target of a build, with the nearest that there is.</summary>
    /// <param name="words">Names, of which one word may have several, joined by <c>+</c>.</param>
    /// <param name="build">The build.</param>
    public static IEnumerable<string> Refuse(IReadOnlyCollection<string> words, Type build)
    {
        if (words.Count == 0)
            return [];

        var names = words.SelectMany(word => word.Split('+', StringSplitOptions.RemoveEmptyEntries));
        var known = Of(build);
        return names
            .Where(name => !known.Any(target => Arguments.IsSame(name, target)))
            .Select(name =>
                $"there is no target \"{name}\": {Spelling.Suggest(name, [.. known.Order(StringComparer.Ordinal)])}"
            );
    }

    /// <summary>All of them.</summary>
    public static string[] Of(Type build) =>
        // The name of what implements a component's target explicitly begins with the component's.
        [
            .. build
                .GetInterfaces()
                .Prepend(build)
                .SelectMany(type => type.GetProperties(Instance))
                .Where(property => property.PropertyType == typeof(Target))
                .Select(property => property.Name[(property.Name.LastIndexOf('.') + 1)..])
                .Distinct(),
        ];
}
