using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util;

namespace Amazon.ECR.Internal;

/// <summary>Hands the configuration of a call to the endpoint rules.</summary>
internal sealed class EcrEndpointResolver : BaseEndpointResolver
{
    protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters) =>
        InjectHostPrefix(executionContext.RequestContext);

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext)
    {
        var config = requestContext.ClientConfig;
        return new EcrEndpointParameters
        {
            ["Region"] =
                requestContext.Request.AlternateEndpoint?.SystemName
                ?? config.RegionEndpoint?.SystemName
                ?? RegionOfUrl(config),
            ["UseDualStack"] = config.UseDualstackEndpoint,
            ["UseFIPS"] = config.UseFIPSEndpoint,
            ["Endpoint"] = config.ServiceURL,
        };
    }

    private static string RegionOfUrl(IClientConfig config) =>
        (config.AuthenticationRegion, config.ServiceURL) switch
        {
            (_, null or "") => null,
            ({ Length: > 0 } region, _) => region,
            (_, var url) => AWSSDKUtils.DetermineRegion(url),
        };

    private sealed class EcrEndpointParameters : EndpointParameters;
}
