using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.SecurityToken;
using Amazon.Util.Internal;

namespace Pipeline.Aws.Json;

/// <summary>
/// Where and how a service is called; region, endpoint, proxies and retries come from the environment.
/// </summary>
internal sealed class AwsJsonConfig : ClientConfig
{
    private static readonly string Agent = InternalSDKUtils.BuildUserAgentString(
        "Pipeline",
        typeof(AwsJsonConfig).Assembly.GetName().Version?.ToString(3)
    );

    private readonly AwsJsonService service;

    /// <summary>The configuration for a service; its time-outs are those that all clients of AWS have.</summary>
    public AwsJsonConfig(AwsJsonService service)
        : base(new DefaultConfigurationProvider(AmazonSecurityTokenServiceDefaultConfiguration.GetAllConfigurations()))
    {
        this.service = service;
        ServiceId = service.Id;
        AuthenticationServiceName = service.Host;
    }

    /// <summary>The endpoint: the configured one, else that of the region.</summary>
    public Uri Address =>
        new(ServiceURL ?? $"https://{service.Host}.{RegionEndpoint.SystemName}.{RegionEndpoint.PartitionDnsSuffix}");

    /// <inheritdoc />
    public override string RegionEndpointServiceName => service.Host;

    /// <inheritdoc />
    public override string ServiceVersion => service.Version;

    /// <inheritdoc />
    public override string UserAgent => Agent;

    /// <inheritdoc />
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        new($"{Address}");
}
