using Amazon.ECR.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace Amazon.ECR;

/// <summary>
/// Where and how the service is called. Region, profile, proxies and retries are settings of the base class.
/// </summary>
public class AmazonECRConfig : ClientConfig
{
    private static readonly string Agent = InternalSDKUtils.BuildUserAgentString(
        ServiceId,
        typeof(AmazonECRConfig).Assembly.GetName().Version?.ToString(3)
    );

    /// <summary>A configuration that reads region and endpoint from the environment and the AWS profile.</summary>
    public AmazonECRConfig()
        : base(new DefaultConfigurationProvider(DefaultModes.All))
    {
        // The key under which AWS_ENDPOINT_URL_ECR and a profile's endpoint for the service are looked up.
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "ecr";
        EndpointProvider = new EcrEndpointProvider();
    }

    /// <summary>The service's unique identifier among those of AWS.</summary>
    public static new string ServiceId => "ECR";

    /// <inheritdoc />
    public override string RegionEndpointServiceName => "api.ecr";

    /// <inheritdoc />
    public override string ServiceVersion => "2015-09-21";

    /// <inheritdoc />
    public override string UserAgent => Agent;

    /// <inheritdoc />
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters)
    {
        var request = new DefaultRequest(parameters.Request, ServiceId)
        {
            AlternateEndpoint = parameters.AlternateEndpoint,
        };
        var context = new RequestContext(false)
        {
            ClientConfig = this,
            OriginalRequest = parameters.Request,
            Request = request,
        };

        return new EcrEndpointResolver().GetEndpoint(
            new Runtime.Internal.ExecutionContext(context, responseContext: null)
        );
    }
}
