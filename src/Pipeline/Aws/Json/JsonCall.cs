using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace Pipeline.Aws.Json;

/// <summary>A call of an operation, written as awsJson1.1: one POST to the root, the operation in a header.</summary>
/// <param name="service">The service.</param>
/// <param name="operation">The operation.</param>
/// <param name="input">What it is given.</param>
internal sealed class JsonCall(AwsJsonService service, string operation, JsonObject input) : AmazonWebServiceRequest
{
    /// <summary>Writes calls.</summary>
    public static IMarshaller<IRequest, AmazonWebServiceRequest> Marshaller { get; } = new Writer();

    private IRequest Write() =>
        new DefaultRequest(this, service.Id)
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = Encoding.UTF8.GetBytes(input.ToJsonString()),
            Headers =
            {
                ["X-Amz-Target"] = $"{service.Target}.{operation}",
                [HeaderKeys.ContentTypeHeader] = "application/x-amz-json-1.1",
                [HeaderKeys.XAmzApiVersion] = service.Version,
            },
        };

    private sealed class Writer : IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public IRequest Marshall(AmazonWebServiceRequest input) => ((JsonCall)input).Write();
    }
}
