using System.ComponentModel;

namespace Pipeline.Catalog.Reading;

[Description("The cluster of Amazon ECS that images are deployed to.")]
internal sealed record EcsEntry
{
    [Description("The AWS region, such as sa-east-1. Default: that of a registry of Amazon ECR.")]
    public string? Region { get; init; }

    [Description("The cluster, by its name or its ARN. Default: PLATFORM-ENVIRONMENT.")]
    public string? Cluster { get; init; }

    [Description(
        "The name of a service in the cluster, such as {service}-{environment}. Default: {service}, its name here."
    )]
    public string? Service { get; init; }

    [Description("Minutes that a deployment, or a one-off task before it, may take. Default: 10.")]
    public double? Timeout { get; init; }

    [Description("What differs from the defaults, by the names of services. Default: nothing.")]
    public Dictionary<string, EcsTaskEntry?>? Services { get; init; }
}

[Description("How the tasks of a service are deployed to Amazon ECS.")]
internal sealed record EcsTaskEntry
{
    [Description("The service's name in the cluster. Default: that of the environment's pattern.")]
    public string? Service { get; init; }

    [Description(
        "The container that runs the image. Default: the service's container, else the one named after it, else the only one."
    )]
    public string? Container { get; init; }

    [Description(
        "The file of the task definition, JSON or YAML, relative to the catalog. Default: none, what runs is taken over."
    )]
    public string? TaskDefinition { get; init; }

    [Description("Variables of the container; others stay as they are. Default: none.")]
    public Dictionary<string, string>? Environment { get; init; }

    [Description(
        "Variables of the container from Secrets Manager or Parameter Store, each an ARN or a parameter's /PATH; others stay. Default: none."
    )]
    public Dictionary<string, string>? Secrets { get; init; }

    [Description(
        "The command of a one-off task before each update, such as [./manage, migrate]; its failure stops the deployment. Default: none."
    )]
    public string[]? Migrate { get; init; }

    [Description(
        "How the service is asked for its health after an update, through its load balancer. Default: it is not."
    )]
    public EcsHealthEntry? Health { get; init; }
}

[Description("How a service is asked for its health through its load balancer.")]
internal sealed record EcsHealthEntry
{
    [Description("The address, such as https://auth.example.com/health.")]
    public required string Url { get; init; }

    [Description("The status of the answer. Default: any 2xx.")]
    public int? Status { get; init; }

    [Description("A text that the body has in it. Default: any body.")]
    public string? Body { get; init; }

    [Description("Milliseconds that an answer may take. Default: 10000.")]
    public double? Latency { get; init; }

    [Description("How many answers in a row it takes. Default: 3.")]
    public int? Times { get; init; }
}
