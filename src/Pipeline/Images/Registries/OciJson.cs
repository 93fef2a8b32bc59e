using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

/// <summary>Reads and writes the JSON documents of the OCI specifications.</summary>
internal static class OciJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static byte[] Write<T>(T document) => JsonSerializer.SerializeToUtf8Bytes(document, Options);

    /// <summary>Reads a document; unknown properties are ignored.</summary>
    /// <exception cref="StepFailedException">It is no such document.</exception>
    public static T Read<T>(byte[] json, string source, string kind)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("it is empty");
        }
        catch (JsonException broken)
        {
            throw new StepFailedException($"{source} is no {kind}: {broken.Message}");
        }
    }
}
