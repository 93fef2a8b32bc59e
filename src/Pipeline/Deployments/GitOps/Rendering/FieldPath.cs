using System.Globalization;
using System.Text;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>A path of a replacement: <c>spec.template.spec.containers.[name=auth].image</c>.</summary>
internal static class FieldPath
{
    /// <summary>The parts of a path; dots within brackets, or after a backslash, do not separate.</summary>
    public static ImmutableArray<string> Parts(string path)
    {
        var (parts, part, depth) = (ImmutableArray.CreateBuilder<string>(), new StringBuilder(), 0);
        for (var i = 0; i < path.Length; i++)
        {
            depth +=
                path[i] == '[' ? 1
                : path[i] == ']' ? -1
                : 0;
            if (path[i] == '.' && depth == 0)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
                part.Append(path[i] == '\\' && i + 1 < path.Length && path[i + 1] == '.' ? path[++i] : path[i]);
        }

        return [.. parts, part.ToString()];
    }

    /// <summary>The node with each value at a path changed; null where there is none.</summary>
    public static ManifestNode? Change(
        ManifestNode node,
        ReadOnlySpan<string> path,
        Func<ManifestScalar, ManifestScalar?> change
    )
    {
        if (path.IsEmpty)
            return node is ManifestScalar scalar ? change(scalar) : null;

        switch (node)
        {
            case ManifestMap map:
                return map[path[0]] is { } value && Change(value, path[1..], change) is { } changed
                    ? map.With(path[0], changed)
                    : null;
            case ManifestList list:
                var (items, hits) = (list.Items, 0);
                for (var at = 0; at < items.Length; at++)
                    if (IsMeant(path[0], at, items[at]) && Change(items[at], path[1..], change) is { } item)
                        (items, hits) = (items.SetItem(at, item), hits + 1);
                return hits > 0 ? list with { Items = items } : null;
            default:
                return null;
        }
    }

    /// <summary>The value at a path; null where there is none.</summary>
    public static ManifestScalar? Value(ManifestNode node, string path)
    {
        ManifestScalar? found = null;
        Change(node, Parts(path).AsSpan(), scalar => found ??= scalar);
        return found;
    }

    private static bool IsMeant(string part, int at, ManifestNode item)
    {
        if (part == "*")
            return true;
        if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return index == at;
        if (part is not ['[', .., ']'] || part.Split('=', 2) is not [var key, var value])
            return false;

        return key == "["
            ? (item as ManifestScalar)?.Value == value[..^1]
            : (item as ManifestMap)?.Text(key[1..]) == value[..^1];
    }
}
