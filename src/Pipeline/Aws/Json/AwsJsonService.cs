namespace Pipeline.Aws.Json;

/// <summary>A service of AWS that is called by JSON, as its service model has it.</summary>
/// <param name="Id">Its <c>serviceId</c>, by which the SDK finds an endpoint in the environment.</param>
/// <param name="Host">Its <c>endpointPrefix</c>, which it is signed for too.</param>
/// <param name="Target">Its <c>targetPrefix</c>, before the name of an operation.</param>
/// <param name="Version">Its <c>apiVersion</c>.</param>
/// <remarks>https://github.com/boto/botocore/tree/develop/botocore/data</remarks>
internal sealed record AwsJsonService(string Id, string Host, string Target, string Version)
{
    /// <summary>Amazon Elastic Container Service.</summary>
    public static AwsJsonService Ecs { get; } = new("ECS", "ecs", "AmazonEC2ContainerServiceV20141113", "2014-11-13");

    /// <summary>Amazon CloudWatch Logs.</summary>
    public static AwsJsonService Logs { get; } = new("CloudWatch Logs", "logs", "Logs_20140328", "2014-03-28");
}
