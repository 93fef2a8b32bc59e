using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

/// <summary>
/// Makes records from YAML that <see cref="CatalogValidator"/> accepted. A serializer would spend more time on
/// reflection than reading a large catalog takes.
/// </summary>
internal static class DocumentReader
{
    private static readonly Dictionary<Type, Dictionary<string, PropertyInfo>> Properties = [];

    /// <summary>Makes a <typeparamref name="T"/>.</summary>
    public static T Read<T>(YamlNode document) => (T)Value(typeof(T), document)!;

    private static object? Value(Type type, YamlNode node) =>
        (Nullable.GetUnderlyingType(type) ?? type, node) switch
        {
            (_, YamlScalar { IsNull: true }) => null,
            ({ IsEnum: true } one, YamlScalar scalar) => Enum.Parse(one, scalar.Value, ignoreCase: true),
            (var one, YamlScalar scalar) => Convert.ChangeType(scalar.Value, one, CultureInfo.InvariantCulture),
            ({ IsArray: true } list, YamlList items) => Items(list.GetElementType()!, items),
            ({ IsGenericType: true } dictionary, YamlMap map) => Entries(dictionary, map),
            (var record, YamlMap map) => Record(record, map),
            _ => throw new InvalidOperationException($"{node.GetType().Name} is not a {type.Name}"),
        };

    private static Array Items(Type type, YamlList list)
    {
        var items = Array.CreateInstance(type, list.Items.Count);
        for (var i = 0; i < items.Length; i++)
            items.SetValue(Value(type, list.Items[i]), i);
        return items;
    }

    private static IDictionary Entries(Type type, YamlMap map)
    {
        var entries = (IDictionary)Activator.CreateInstance(type)!;
        foreach (var (key, value) in map.Entries)
            entries[key.Value] = Value(type.GenericTypeArguments[1], value);
        return entries;
    }

    private static object Record(Type type, YamlMap map)
    {
        if (!Properties.TryGetValue(type, out var properties))
            Properties[type] = properties = type.GetProperties()
                .ToDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

        var record = Activator.CreateInstance(type)!;
        foreach (var (key, value) in map.Entries)
            properties[key.Value].SetValue(record, Value(properties[key.Value].PropertyType, value));
        return record;
    }
}
