using System.Text.Json;
using System.Text.RegularExpressions;

namespace Polyfills.Tests.Aws;

/// <summary>The service model: what a request or an answer must look like, word for word.</summary>
public sealed class ServiceModel
{
    private readonly JsonElement _model;

    private ServiceModel(JsonElement model) => _model = model;

    /// <summary>What the operation's target header begins with.</summary>
    public string TargetPrefix => _model.GetProperty("metadata").GetProperty("targetPrefix").GetString()!;

    /// <summary>The content type of requests and answers.</summary>
    public string ContentType =>
        $"application/x-amz-json-{_model.GetProperty("metadata").GetProperty("jsonVersion").GetString()}";

    /// <summary>The name that requests are signed for.</summary>
    public string SigningName => _model.GetProperty("metadata").GetProperty("signingName").GetString()!;

    /// <summary>The model in a file.</summary>
    public static ServiceModel Load(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return new ServiceModel(document.RootElement.Clone());
    }

    /// <summary>Whether the operation is in the model.</summary>
    public bool Knows(string operation) => _model.GetProperty("operations").TryGetProperty(operation, out _);

    /// <summary>Whether the operation may answer with that error.</summary>
    public bool MayAnswer(string operation, string error) =>
        Operation(operation).GetProperty("errors").EnumerateArray().Any(e => Is(e.GetProperty("shape"), error));

    /// <summary>Everything that is wrong with a request.</summary>
    public IReadOnlyList<string> CheckRequest(string operation, JsonElement request) =>
        [.. Check(Operation(operation).GetProperty("input").GetProperty("shape").GetString()!, request, "$")];

    /// <summary>Everything that is wrong with an answer.</summary>
    public IReadOnlyList<string> CheckAnswer(string operation, JsonElement answer) =>
        [.. Check(Operation(operation).GetProperty("output").GetProperty("shape").GetString()!, answer, "$")];

    private JsonElement Operation(string name) => _model.GetProperty("operations").GetProperty(name);

    private IEnumerable<string> Check(string shapeName, JsonElement value, string path)
    {
        var shape = _model.GetProperty("shapes").GetProperty(shapeName);
        return (shape.GetProperty("type").GetString(), value.ValueKind) switch
        {
            ("structure", JsonValueKind.Object) => CheckStructure(shape, value, path),
            ("list", JsonValueKind.Array) => CheckBounds(shape, value.GetArrayLength(), path)
                .Concat(
                    value
                        .EnumerateArray()
                        .SelectMany((item, i) => Check(ShapeOf(shape, "member"), item, $"{path}[{i}]"))
                ),
            ("map", JsonValueKind.Object) => value
                .EnumerateObject()
                .SelectMany(entry => Check(ShapeOf(shape, "value"), entry.Value, $"{path}.{entry.Name}")),
            ("string", JsonValueKind.String) => CheckString(shape, value.GetString()!, path),
            ("integer", JsonValueKind.Number) when value.TryGetInt32(out var number) => CheckBounds(
                shape,
                number,
                path
            ),
            ("long", JsonValueKind.Number) when value.TryGetInt64(out var number) => CheckBounds(shape, number, path),
            ("timestamp" or "double", JsonValueKind.Number) => [],
            ("boolean", JsonValueKind.True or JsonValueKind.False) => [],
            var (type, kind) => [$"{path}: expected {type}, found {kind}"],
        };
    }

    private IEnumerable<string> CheckStructure(JsonElement shape, JsonElement value, string path)
    {
        var members = shape.GetProperty("members");
        var missing = shape.TryGetProperty("required", out var required)
            ? required.EnumerateArray().Select(r => r.GetString()!).Where(r => !value.TryGetProperty(r, out _))
            : [];
        return missing
            .Select(name => $"{path}.{name}: required, but missing")
            .Concat(
                value
                    .EnumerateObject()
                    .SelectMany(member =>
                        members.TryGetProperty(member.Name, out var known)
                            ? Check(known.GetProperty("shape").GetString()!, member.Value, $"{path}.{member.Name}")
                            : [$"{path}.{member.Name}: unknown"]
                    )
            );
    }

    private static IEnumerable<string> CheckString(JsonElement shape, string value, string path)
    {
        if (shape.TryGetProperty("enum", out var values) && !values.EnumerateArray().Any(v => Is(v, value)))
        {
            return [$"{path}: '{value}' is none of {values.GetRawText()}"];
        }

        var matches =
            !shape.TryGetProperty("pattern", out var pattern)
            || Regex.IsMatch(
                value,
                $"^(?:{pattern.GetString()})$",
                RegexOptions.ExplicitCapture,
                TimeSpan.FromSeconds(1)
            );
        return CheckBounds(shape, value.Length, path)
            .Concat(matches ? [] : [$"{path}: '{value}' does not match {pattern.GetString()}"]);
    }

    private static IEnumerable<string> CheckBounds(JsonElement shape, long size, string path) =>
        (shape.TryGetProperty("min", out var min) && size < min.GetInt64())
        || (shape.TryGetProperty("max", out var max) && size > max.GetInt64())
            ? [$"{path}: {size} is out of bounds"]
            : [];

    private static string ShapeOf(JsonElement shape, string part) =>
        shape.GetProperty(part).GetProperty("shape").GetString()!;

    private static bool Is(JsonElement element, string text) => element.ValueEquals(text);
}
