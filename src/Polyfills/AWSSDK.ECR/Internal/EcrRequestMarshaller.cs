using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace Amazon.ECR.Internal;

/// <summary>Writes a request as awsJson1.1: one POST to the root, with the operation named in a header.</summary>
internal sealed class EcrRequestMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    private const string TargetPrefix = "AmazonEC2ContainerRegistry_V20150921";

    internal static EcrRequestMarshaller Instance { get; } = new();

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var operation = input.GetType().Name[..^"Request".Length];
        return new DefaultRequest(input, "Amazon.ECR")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = JsonSerializer.SerializeToUtf8Bytes(input, input.GetType(), EcrJson.Options),
            Headers =
            {
                ["X-Amz-Target"] = $"{TargetPrefix}.{operation}",
                [HeaderKeys.ContentTypeHeader] = "application/x-amz-json-1.1",
                [HeaderKeys.XAmzApiVersion] = "2015-09-21",
            },
        };
    }
}
