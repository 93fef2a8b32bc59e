using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace Pipeline.Foundation.Files;

/// <summary>The JSON Schema of records, with the descriptions that stand beside their properties.</summary>
internal static class DescribedSchema
{
    /// <summary>The schema of a record.</summary>
    /// <param name="json">How it is written.</param>
    public static JsonObject Of<T>(JsonSerializerOptions json) =>
        json.GetJsonSchemaAsNode(
                typeof(T),
                new() { TransformSchemaNode = Describe, TreatNullObliviousAsNonNullable = true }
            )
            .AsObject();

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        var provider = context.PropertyInfo?.AttributeProvider ?? context.TypeInfo.Type;
        var description = provider
            .GetCustomAttributes(typeof(DescriptionAttribute), inherit: false)
            .OfType<DescriptionAttribute>()
            .FirstOrDefault();
        if (description is not null && schema is JsonObject node)
            node.Insert(0, "description", description.Description);
        return schema;
    }
}
