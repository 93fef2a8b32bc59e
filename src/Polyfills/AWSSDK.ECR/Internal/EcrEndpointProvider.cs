using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using static Amazon.Runtime.Internal.Endpoints.StandardLibrary.Fn;

namespace Amazon.ECR.Internal;

/// <summary>
/// The service's endpoint rules (2015-09-21): a configured endpoint as it is, else one made from the region.
/// </summary>
internal sealed class EcrEndpointProvider : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var dualStack = parameters["UseDualStack"] is true;
        var fips = parameters["UseFIPS"] is true;

        if (parameters["Endpoint"] is string { Length: > 0 } configured)
        {
            return (fips, dualStack) switch
            {
                (true, _) => throw Invalid("FIPS and custom endpoint are not supported together"),
                (_, true) => throw Invalid("dual-stack and custom endpoint are not supported together"),
                _ => new Endpoint(configured),
            };
        }

        if (parameters["Region"] is not string { Length: > 0 } region)
        {
            throw Invalid("no region; set AWS_REGION or the profile's region");
        }

        var partition = Partition(region);
        if ((fips && !Supports("supportsFIPS")) || (dualStack && !Supports("supportsDualStack")))
        {
            throw Invalid(
                $"the partition of {region} does not support the FIPS or dual-stack endpoint that is asked for"
            );
        }

        return new Endpoint($"https://{Host(region, (string)GetAttr(partition, "name"), fips, dualStack, Suffix())}");

        bool Supports(string feature) => GetAttr(partition, feature) is true;

        string Suffix() => (string)GetAttr(partition, dualStack ? "dualStackDnsSuffix" : "dnsSuffix");
    }

    private static string Host(string region, string partition, bool fips, bool dualStack, string suffix) =>
        (fips, dualStack, partition) switch
        {
            (true, true, "aws" or "aws-us-gov") => $"ecr-fips.{region}.api.aws",
            (true, false, "aws" or "aws-us-gov") => $"ecr-fips.{region}.amazonaws.com",
            (true, _, _) => $"api.ecr-fips.{region}.{suffix}",
            (false, true, "aws" or "aws-us-gov") => $"ecr.{region}.api.aws",
            (false, true, "aws-cn") => $"ecr.{region}.api.amazonwebservices.com.cn",
            _ => $"api.ecr.{region}.{suffix}",
        };

    private static AmazonClientException Invalid(string reason) =>
        new($"Invalid configuration for Amazon ECR: {reason}.");
}
