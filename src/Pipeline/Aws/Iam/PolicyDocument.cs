using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Aws.Iam;

/// <summary>A policy of AWS, as JSON.</summary>
/// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html</remarks>
internal sealed record PolicyDocument(ImmutableArray<JsonObject> Statements)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>A statement that allows actions on resources.</summary>
    /// <param name="name">Its name: letters and digits.</param>
    /// <param name="actions">The actions.</param>
    /// <param name="resources">The resources, as ARNs or <c>*</c>.</param>
    /// <param name="conditions">The conditions, by operator; null for none.</param>
    public static JsonObject Allow(
        string name,
        IEnumerable<string> actions,
        IEnumerable<string> resources,
        JsonObject? conditions = null
    )
    {
        var statement = new JsonObject
        {
            ["Sid"] = name,
            ["Effect"] = "Allow",
            ["Action"] = List(actions),
            ["Resource"] = List(resources),
        };
        if (conditions is not null)
            statement["Condition"] = conditions;
        return statement;
    }

    /// <summary>A list of texts.</summary>
    public static JsonArray List(IEnumerable<string> texts) =>
        new([.. texts.Distinct().Order(StringComparer.Ordinal).Select(text => (JsonNode)text)]);

    /// <summary>The document as AWS takes it.</summary>
    public override string ToString() =>
        new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray([.. Statements.Select(statement => statement.DeepClone())]),
        }.ToJsonString(Json) + "\n";
}
