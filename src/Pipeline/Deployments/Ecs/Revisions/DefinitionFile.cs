using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nuke.Common.IO;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Yaml;
using YamlDotNet.Core;

namespace Pipeline.Deployments.Ecs.Revisions;

/// <summary>A task definition in a file of the repository, JSON or YAML, as ECS registers it.</summary>
internal static class DefinitionFile
{
    /// <summary>Reads its content; fields that ECS alone sets are left out.</summary>
    /// <param name="file">The file.</param>
    /// <param name="root">The folder that messages name it from.</param>
    /// <exception cref="StepFailedException">It is not a task definition.</exception>
    public static JsonObject Read(AbsolutePath file, AbsolutePath root)
    {
        var place = SlashedPath.Between(root, file);
        try
        {
            var text = File.ReadAllText(file);
            return
                Parse(text, file.Extension == ".json") is JsonObject definition
                && definition["containerDefinitions"] is JsonArray
                ? TaskContent.Of(definition)
                : throw new StepFailedException(
                    $"{place} is not a task definition: expected \"containerDefinitions\", a list, at its top"
                );
        }
        catch (JsonException broken)
        {
            throw new StepFailedException(
                $"{place}:{broken.LineNumber + 1}:{broken.BytePositionInLine + 1}: not JSON: {broken.Message}"
            );
        }
        catch (YamlException broken)
        {
            throw new StepFailedException(
                $"{place}:{broken.Start.Line}:{broken.Start.Column}: not YAML: {broken.Message}"
            );
        }
        catch (IOException unreadable)
        {
            throw new StepFailedException($"{place} cannot be read: {unreadable.Message}");
        }
    }

    private static JsonNode? Parse(string text, bool isJson) =>
        isJson ? JsonNode.Parse(text) : Convert(YamlNodeReader.Read(text));

    private static JsonNode? Convert(YamlNode node) =>
        node switch
        {
            YamlMap map => new JsonObject(
                map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Value, Convert(entry.Value)))
            ),
            YamlList list => new JsonArray([.. list.Items.Select(Convert)]),
            YamlScalar { IsNull: true } => null,
            YamlScalar { IsPlain: true, Value: "true" or "false" } word => word.Value == "true",
            YamlScalar { IsPlain: true } scalar
                when long.TryParse(
                    scalar.Value,
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var number
                ) => number,
            YamlScalar scalar => scalar.Value,
            _ => throw new InvalidOperationException($"{node.GetType().Name} is no node of YAML."),
        };
}
