using System.Collections;
using System.Reflection;
using System.Text.Json;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Nuke.Common.Execution;

/// <summary>The schema of a build's parameters, in the shape that NUKE gives it (JSON Schema, draft 4).</summary>
public static class SchemaUtility
{
    /// <summary>The schema as JSON.</summary>
    public static string GetJsonString(INukeBuild build)
    {
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions
        {
            Indented = true,
            NewLine = "\n",
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var writer = new Utf8JsonWriter(buffer, options))
            Write(writer, (NukeBuild)build, build.ExecutableTargets);

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter writer, NukeBuild build, IReadOnlyCollection<ExecutableTarget> targets)
    {
        writer.WriteStartObject();
        writer.WriteString("$schema", "http://json-schema.org/draft-04/schema#");
        writer.WriteStartObject("definitions");
        WriteEnum(writer, nameof(Host), Host.Names);
        WriteEnum(
            writer,
            nameof(ExecutableTarget),
            targets.Select(target => target.Name).Order(StringComparer.Ordinal)
        );
        WriteEnum(writer, nameof(Verbosity), Enum.GetNames<Verbosity>());
        writer.WriteStartObject(nameof(NukeBuild));
        WriteProperties(writer, build, ofEngine: true);
        writer.WriteEndObject();
        writer.WriteEndObject();

        writer.WriteStartArray("allOf");
        writer.WriteStartObject();
        WriteProperties(writer, build, ofEngine: false);
        writer.WriteEndObject();
        writer.WriteStartObject();
        writer.WriteString("$ref", "#/definitions/NukeBuild");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteEnum(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartObject(name);
        writer.WriteString("type", "string");
        WriteEnum(writer, values);
        writer.WriteEndObject();
    }

    private static void WriteEnum(Utf8JsonWriter writer, IEnumerable<string> values)
    {
        writer.WriteStartArray("enum");
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private static void WriteProperties(Utf8JsonWriter writer, NukeBuild build, bool ofEngine)
    {
        writer.WriteStartObject("properties");
        foreach (var parameter in build.Parameters.Where(parameter => parameter.IsInherited == ofEngine))
        {
            writer.WriteStartObject(parameter.Name);
            WriteProperty(writer, build, parameter);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteProperty(Utf8JsonWriter writer, NukeBuild build, ParameterMember parameter)
    {
        if (parameter.TakesSeveral)
            writer.WriteString("type", "array");
        else
            WriteType(writer, build, parameter);

        if (parameter.Attribute.Description is { } description)
            writer.WriteString("description", description.TrimEnd('.'));
        if (parameter.IsSecret)
            writer.WriteString("default", "Secrets must be entered via 'nuke :secrets [profile]'");

        if (parameter.TakesSeveral)
        {
            writer.WriteStartObject("items");
            WriteType(writer, build, parameter);
            writer.WriteEndObject();
        }
    }

    private static void WriteType(Utf8JsonWriter writer, NukeBuild build, ParameterMember parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ElementType) ?? parameter.ElementType;
        if (type == typeof(ExecutableTarget) || type == typeof(Host) || type == typeof(Verbosity))
        {
            writer.WriteString("$ref", $"#/definitions/{type.Name}");
            return;
        }

        var name =
            type == typeof(bool) ? "boolean"
            : type == typeof(int) || type == typeof(long) ? "integer"
            : type == typeof(double) ? "number"
            : "string";
        if (!parameter.TakesSeveral && Nullable.GetUnderlyingType(parameter.Type) is not null)
        {
            writer.WriteStartArray("type");
            foreach (var either in new[] { name, "null" }.Order(StringComparer.Ordinal))
                writer.WriteStringValue(either);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteString("type", name);
        }

        if (name is "integer" or "number")
            writer.WriteString("format", type.Name.ToLowerInvariant());
        if (ParameterValues.Of(build, parameter) is { } values)
            WriteEnum(writer, values.Order(StringComparer.Ordinal));
    }
}
