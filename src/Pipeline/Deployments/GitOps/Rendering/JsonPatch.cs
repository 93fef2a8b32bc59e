using System.Globalization;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>Applies JSON patches (RFC 6902).</summary>
internal sealed class JsonPatch(Provenance provenance)
{
    /// <summary>The object with an operation; null where the operation cannot be applied.</summary>
    public ManifestMap? Apply(ManifestMap target, ManifestMap operation)
    {
        var path = Path(operation.Text("path"));
        return operation.Text("op") switch
        {
            "test" => target,
            "add" or "replace" when operation["value"] is { } value => Set(
                target,
                path,
                value,
                operation.Text("op") == "add"
            ) as ManifestMap,
            "remove" => Remove(target, path) as ManifestMap,
            "copy" or "move" when At(target, Path(operation.Text("from"))) is { } value => Moved(target, operation)
                is { } rest
                ? Set(rest, path, value, isAdded: true) as ManifestMap
                : null,
            _ => null,
        };
    }

    /// <summary>True for an operation that may change an image.</summary>
    public static bool MayTouchImages(ManifestMap operation) =>
        operation.Text("path") is not { } path
        || path.Contains("ontainers", StringComparison.Ordinal)
        || (operation.Text("from") ?? "").Contains("ontainers", StringComparison.Ordinal)
        || path is "" or "/" or "/spec" or "/spec/template" or "/spec/template/spec" or "/spec/jobTemplate";

    private ManifestMap? Moved(ManifestMap target, ManifestMap operation) =>
        operation.Text("op") == "move" ? Remove(target, Path(operation.Text("from"))) as ManifestMap : target;

    private ManifestNode? Set(ManifestNode node, ReadOnlySpan<string> path, ManifestNode value, bool isAdded)
    {
        if (path.IsEmpty)
            return value is ManifestScalar written && node is ManifestScalar before
                ? provenance.Over(written, before)
                : value;

        switch (node)
        {
            case ManifestMap map:
                var old = map[path[0]];
                if (path.Length == 1)
                    return old is null && !isAdded
                        ? null
                        : map.With(path[0], old is null ? value : Set(old, [], value, isAdded)!);
                return old is not null && Set(old, path[1..], value, isAdded) is { } inner
                    ? map.With(path[0], inner)
                    : null;
            case ManifestList list when path.Length == 1 && isAdded:
                return Index(path[0], list.Items.Length) is { } to
                    ? list with
                    {
                        Items = list.Items.Insert(to, value),
                    }
                    : null;
            case ManifestList list:
                return
                    Index(path[0], list.Items.Length) is { } at
                    && at < list.Items.Length
                    && Set(list.Items[at], path[1..], value, isAdded) is { } item
                    ? list with
                    {
                        Items = list.Items.SetItem(at, item),
                    }
                    : null;
            default:
                return null;
        }
    }

    private static ManifestNode? Remove(ManifestNode node, ReadOnlySpan<string> path) =>
        (node, path.Length) switch
        {
            (ManifestMap map, 1) => map[path[0]] is null ? null : map.Without(path[0]),
            (ManifestMap map, > 1) => map[path[0]] is { } inner && Remove(inner, path[1..]) is { } rest
                ? map.With(path[0], rest)
                : null,
            (ManifestList list, > 0) => Index(path[0], list.Items.Length) is { } at && at < list.Items.Length
                ? path.Length == 1
                    ? list with
                    {
                        Items = list.Items.RemoveAt(at),
                    }
                    : Remove(list.Items[at], path[1..]) is { } item
                        ? list with
                        {
                            Items = list.Items.SetItem(at, item),
                        }
                        : null
                : null,
            _ => null,
        };

    private static ManifestNode? At(ManifestNode? node, string[] path) =>
        path.Aggregate(
            node,
            (inner, key) =>
                inner switch
                {
                    ManifestMap map => map[key],
                    ManifestList list when Index(key, list.Items.Length) is { } at => list.Items.ElementAtOrDefault(at),
                    _ => null,
                }
        );

    private static int? Index(string key, int length) =>
        key == "-" ? length
        : int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= length ? at
        : null;

    private static string[] Path(string? pointer) =>
        string.IsNullOrEmpty(pointer)
            ? []
            :
            [
                .. pointer
                    .Split('/')
                    .Skip(1)
                    .Select(part =>
                        part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)
                    ),
            ];
}
