using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>One of kustomize's <c>replacements</c>: it copies a value of an object into others.</summary>
/// <param name="map">The replacement.</param>
/// <param name="file">The file that it stands in.</param>
/// <param name="provenance">The origins of values.</param>
internal sealed class Replacement(ManifestMap map, ManifestFile file, Provenance provenance)
{
    /// <summary>The objects with the value; null where it is not understood, or kustomize would refuse it.</summary>
    public ImmutableArray<KustomizedObject>? Apply(ImmutableArray<KustomizedObject> objects)
    {
        if (Source(objects) is not { } source)
            return null;

        foreach (var target in KustomizeFields.Items(map, "targets").OfType<ManifestMap>())
            if (Apply(objects, source, target) is { } changed)
                objects = changed;
            else
                return null;
        return objects;
    }

    /// <summary>Why it is not understood, and what to do.</summary>
    public string Problem(ImmutableArray<KustomizedObject> objects) =>
        Source(objects) is null
            ? "its source is not the field of one object among the resources; state the image in such a field, as what is generated "
                + "is not followed"
            : "its targets cannot be told; name them by kind and name, and their fields by path";

    private ManifestScalar? Source(ImmutableArray<KustomizedObject> objects)
    {
        if (KustomizeFields.Map(map, "source") is not { } source)
            return null;

        var selector = new ObjectSelector(source, isPattern: false);
        return
            objects.Where(selector.Selects).ToArray() is [var only]
            && FieldPath.Value(only.Map, KustomizeFields.Text(source, "fieldPath") ?? "metadata.name") is { } value
            ? Part(value, KustomizeFields.Map(source, "options"))
            : null;
    }

    private ImmutableArray<KustomizedObject>? Apply(
        ImmutableArray<KustomizedObject> objects,
        ManifestScalar source,
        ManifestMap target
    )
    {
        if (KustomizeFields.Map(target, "select") is not { } select)
            return null;

        var selector = new ObjectSelector(select, isPattern: false);
        var rejected = KustomizeFields
            .Items(target, "reject")
            .OfType<ManifestMap>()
            .Select(reject => new ObjectSelector(reject, isPattern: false))
            .ToArray();
        if (rejected.Append(selector).Any(each => each.Unknown is not null))
            return null;

        var paths = KustomizeFields
            .Items(target, "fieldPaths")
            .OfType<ManifestScalar>()
            .Select(path => path.Value)
            .ToArray();
        var options = KustomizeFields.Map(target, "options");
        var changed = ImmutableArray.CreateBuilder<KustomizedObject>();
        foreach (var each in objects)
            if (!selector.Selects(each) || rejected.Any(reject => reject.Selects(each)))
                changed.Add(each);
            else if (Set(each, paths, source, options) is { } set)
                changed.Add(set);
            else
                return null;
        return changed.ToImmutable();
    }

    private KustomizedObject? Set(KustomizedObject target, string[] paths, ManifestScalar source, ManifestMap? options)
    {
        foreach (var path in paths)
            if (
                FieldPath.Change(target.Map, FieldPath.Parts(path).AsSpan(), old => Over(old, source, options))
                is ManifestMap changed
            )
                target = target with { Map = changed };
            // It would add a container.
            else if (Text(options, "create") == "true" && path.Contains("ontainers", StringComparison.Ordinal))
                return null;
        return target;
    }

    private ManifestScalar Over(ManifestScalar old, ManifestScalar source, ManifestMap? options)
    {
        if (Text(options, "delimiter") is not { Length: > 0 } delimiter)
            return provenance.Made(source.Value, old, provenance.Of(source));

        var parts = old.Value.Split(delimiter).ToList();
        var at = int.TryParse(Text(options, "index"), out var index) ? index : 0;
        if (at < 0)
            parts.Insert(0, source.Value);
        else if (at >= parts.Count)
            parts.Add(source.Value);
        else
            parts[at] = source.Value;
        return provenance.Made(string.Join(delimiter, parts), old, Partial());
    }

    private ManifestScalar? Part(ManifestScalar value, ManifestMap? options)
    {
        if (Text(options, "delimiter") is not { Length: > 0 } delimiter)
            return value;

        var at = int.TryParse(Text(options, "index"), out var index) ? index : 0;
        return value.Value.Split(delimiter).ElementAtOrDefault(at) is { } part
            ? provenance.Made(part, value, Partial())
            : null;
    }

    private static string? Text(ManifestMap? options, string key) =>
        options is null ? null : KustomizeFields.Text(options, key);

    private Origin Partial() =>
        new(file, map.Entries.Select(entry => entry.Key).OfType<ManifestScalar>().First())
        {
            Obstacle = "a replacement sets a part of it: let it set the whole image, or take it out",
        };
}
