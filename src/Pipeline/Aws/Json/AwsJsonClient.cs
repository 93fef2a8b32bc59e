using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace Pipeline.Aws.Json;

/// <summary>
/// A client of a service of AWS that hands JSON through as it is; safe to share between threads. Credentials,
/// signatures, retries and time-outs are those of AWSSDK.Core.
/// </summary>
/// <remarks>
/// A client with types would lose the fields that are newer than itself, and a task definition is read, edited and
/// written back: that is how other tools have lost <c>enableFaultInjection</c>.
/// </remarks>
internal sealed class AwsJsonClient : AmazonServiceClient
{
    private readonly AwsJsonService service;

    /// <summary>A client with the environment's credentials.</summary>
    public AwsJsonClient(AwsJsonService service, AwsJsonConfig config)
        : base(config) => (this.service, ServiceMetadata) = (service, new Metadata(service.Id));

    /// <summary>A client with given credentials.</summary>
    public AwsJsonClient(AwsJsonService service, AWSCredentials credentials, AwsJsonConfig config)
        : base(credentials, config) => (this.service, ServiceMetadata) = (service, new Metadata(service.Id));

    /// <inheritdoc />
    protected override IServiceMetadata ServiceMetadata { get; }

    /// <summary>Calls an operation.</summary>
    /// <exception cref="AmazonServiceException">The service refused it.</exception>
    /// <exception cref="AmazonClientException">There are no credentials, or the service does not answer.</exception>
    public async Task<JsonObject> Call(string operation, JsonObject input, CancellationToken cancellation) =>
        (
            await InvokeAsync<JsonReply>(
                new JsonCall(service, operation, input),
                new InvokeOptions
                {
                    RequestMarshaller = JsonCall.Marshaller,
                    ResponseUnmarshaller = JsonReply.Unmarshaller,
                },
                cancellation
            )
        ).Answer;

    /// <inheritdoc />
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new Addresses());
        pipeline.AddHandlerAfter<Marshaller>(new Signatures());
    }

    private sealed class Addresses : PipelineHandler
    {
        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var context = executionContext.RequestContext;
            context.Request.Endpoint = ((AwsJsonConfig)context.ClientConfig).Address;
            return base.InvokeAsync<T>(executionContext);
        }
    }

    private sealed class Signatures : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
            AuthSchemeOption.DEFAULT_SIGV4;
    }

    private sealed class Metadata(string id) : IServiceMetadata
    {
        public string ServiceId => id;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }
}
