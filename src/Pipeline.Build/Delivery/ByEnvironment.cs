using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Build.Delivery;

/// <summary>Values that depend on a run's environment.</summary>
internal static class ByEnvironment
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The value where it is the same in all environments, else an expression for it.</summary>
    /// <param name="name">The expression of the environment's name.</param>
    /// <param name="values">The values, by the environments' names.</param>
    public static string Expression(string name, IEnumerable<(string Environment, string Value)> values)
    {
        var known = values.ToArray();
        return known.Select(one => one.Value).Distinct().ToArray() is [var only] ? only : Lookup(name, known);
    }

    /// <summary>An expression for the value; empty for an environment that has none.</summary>
    /// <inheritdoc cref="Expression"/>
    public static string Lookup(string name, IEnumerable<(string Environment, string Value)> values) =>
        $"${{{{ fromJSON('{JsonSerializer.Serialize(values.ToDictionary(one => one.Environment, one => one.Value), Json)}')[{name}] }}}}";
}
