using System.Text.Json;

namespace Pipeline.Deployments.GitOps.Linting;

/// <summary>
/// The fields of Kubernetes' own kinds, from <c>kubernetes-fields.json</c>. A type is <c>string</c>, <c>integer</c>,
/// <c>number</c>, <c>boolean</c>, <c>quantity</c>, <c>intOrString</c>, <c>any</c>, <c>[]T</c> for a list, <c>{}T</c>
/// for a mapping, or the name of a type with fields.
/// </summary>
internal sealed class KubernetesFields
{
    private readonly Dictionary<string, string> kinds;
    private readonly Dictionary<string, KubernetesType> types;

    private KubernetesFields(Written written)
    {
        kinds = written.Kinds;
        types = written.Types.ToDictionary(
            type => type.Key,
            type => new KubernetesType(
                type.Value.ToDictionary(field => field.Key.TrimEnd('!'), field => field.Value),
                [.. type.Value.Keys.Where(field => field.EndsWith('!')).Select(field => field.TrimEnd('!'))]
            )
        );
    }

    /// <summary>The fields, read once a process.</summary>
    public static KubernetesFields Known => field ??= Read();

    /// <summary>The type of a kind; null for one that is not Kubernetes' own.</summary>
    public string? TypeOf(string apiVersion, string kind) => kinds.GetValueOrDefault($"{apiVersion} {kind}");

    /// <summary>The API versions that serve a kind; empty for one that is not Kubernetes' own.</summary>
    public IEnumerable<string> VersionsOf(string kind) =>
        kinds.Keys.Select(known => known.Split(' ')).Where(known => known[1] == kind).Select(known => known[0]);

    /// <summary>The fields of a type; null for one without.</summary>
    public KubernetesType? Find(string type) => types.GetValueOrDefault(type);

    private static KubernetesFields Read()
    {
        using var resource = typeof(KubernetesFields).Assembly.GetManifestResourceStream("kubernetes-fields.json")!;
        return new(JsonSerializer.Deserialize<Written>(resource, JsonSerializerOptions.Web)!);
    }

    private sealed record Written(
        Dictionary<string, string> Kinds,
        Dictionary<string, Dictionary<string, string>> Types
    );
}

/// <summary>The fields of a type.</summary>
/// <param name="Fields">The types of its fields.</param>
/// <param name="Required">The required fields.</param>
internal sealed record KubernetesType(IReadOnlyDictionary<string, string> Fields, ImmutableArray<string> Required);
