using System.Net;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Pipeline.Aws.Json;

/// <summary>What an operation answers, with all of its fields.</summary>
internal sealed class JsonReply : AmazonWebServiceResponse
{
    /// <summary>Reads replies.</summary>
    public static JsonResponseUnmarshaller Unmarshaller { get; } = new Reader();

    /// <summary>The answer.</summary>
    public JsonObject Answer { get; private init; } = [];

    private sealed class Reader : JsonResponseUnmarshaller
    {
        public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) =>
            new JsonReply { Answer = JsonNode.Parse(input.Stream)?.AsObject() ?? [] };

        public override AmazonServiceException UnmarshallException(
            JsonUnmarshallerContext input,
            Exception innerException,
            HttpStatusCode statusCode
        )
        {
            var reader = new StreamingUtf8JsonReader(input.Stream);
            var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
            return new(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
        }
    }
}
