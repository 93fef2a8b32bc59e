using Amazon;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Polyfills.Tests.Ecr;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("sa-east-1", false, false, "https://api.ecr.sa-east-1.amazonaws.com/")]
    [InlineData("cn-north-1", false, false, "https://api.ecr.cn-north-1.amazonaws.com.cn/")]
    [InlineData("us-east-1", true, false, "https://ecr-fips.us-east-1.amazonaws.com/")]
    [InlineData("us-east-1", false, true, "https://ecr.us-east-1.api.aws/")]
    [InlineData("us-gov-west-1", true, true, "https://ecr-fips.us-gov-west-1.api.aws/")]
    [InlineData("cn-north-1", false, true, "https://ecr.cn-north-1.api.amazonwebservices.com.cn/")]
    public void A_region_has_the_services_endpoint_there(string region, bool fips, bool dualStack, string expected)
    {
        var config = new AmazonECRConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            UseFIPSEndpoint = fips,
            UseDualstackEndpoint = dualStack,
        };

        var endpoint = config.DetermineServiceOperationEndpoint(
            new ServiceOperationEndpointParameters(new GetAuthorizationTokenRequest())
        );

        new Uri(endpoint.URL).ShouldBe(new Uri(expected));
    }

    [Fact]
    public void A_fips_endpoint_and_an_endpoint_of_ones_own_exclude_each_other()
    {
        var config = new AmazonECRConfig
        {
            UseFIPSEndpoint = true,
            ServiceURL = "http://127.0.0.1:1",
            AuthenticationRegion = "us-east-1",
        };

        Should.Throw<AmazonClientException>(() =>
            config.DetermineServiceOperationEndpoint(
                new ServiceOperationEndpointParameters(new GetAuthorizationTokenRequest())
            )
        );
    }
}
