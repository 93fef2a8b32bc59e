using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime;
using Pipeline.Aws.Identity;
using Pipeline.Aws.Json;
using Pipeline.Foundation.Failures;

namespace Pipeline.Aws.Ecs;

/// <summary>Amazon ECS in a region, and the logs of its tasks.</summary>
/// <param name="region">The region.</param>
/// <param name="ecs">A client of ECS; disposed with this.</param>
/// <param name="logs">A client of CloudWatch Logs; disposed with this.</param>
internal sealed class EcsSession(string region, AwsJsonClient ecs, AwsJsonClient logs) : IDisposable
{
    /// <summary>When a call that failed in passing is repeated.</summary>
    public RetrySchedule Schedule { get; init; } = new() { Attempts = 3 };

    /// <summary>Refreshes the credentials that the clients read; by default does nothing.</summary>
    public Func<CancellationToken, Task> Prepare { get; init; } = _ => Task.CompletedTask;

    /// <summary>The session of a region by the AWS identity at hand.</summary>
    public static EcsSession Open(string region) =>
        new(region, Client(AwsJsonService.Ecs, region), Client(AwsJsonService.Logs, region))
        {
            Prepare = cancellation => GitHubWebIdentity.Current.Refresh(region, cancellation),
        };

    /// <summary>Calls an operation of ECS.</summary>
    /// <param name="operation">The operation, as the service model names it.</param>
    /// <param name="input">What it is given.</param>
    /// <param name="intent">What it is called for, as in "failed to INTENT".</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="StepFailedException">It was refused, or ECS does not answer.</exception>
    public Task<JsonObject> Ask(string operation, JsonObject input, string intent, CancellationToken cancellation) =>
        Ask(ecs, operation, input, intent, cancellation);

    /// <summary>Calls an operation of CloudWatch Logs.</summary>
    /// <inheritdoc cref="Ask(string, JsonObject, string, CancellationToken)"/>
    public Task<JsonObject> AskLogs(
        string operation,
        JsonObject input,
        string intent,
        CancellationToken cancellation
    ) => Ask(logs, operation, input, intent, cancellation);

    /// <inheritdoc />
    public void Dispose()
    {
        ecs.Dispose();
        logs.Dispose();
    }

    private Task<JsonObject> Ask(
        AwsJsonClient client,
        string operation,
        JsonObject input,
        string intent,
        CancellationToken cancellation
    ) =>
        Schedule.Run(
            async token =>
            {
                await Prepare(token);
                try
                {
                    return await client.Call(operation, input, token);
                }
                catch (Exception failure) when (AwsRefusal.Is(failure))
                {
                    throw AwsRefusal.Of(failure, $"Amazon ECS ({region}) failed to {intent}: {Reason(failure)}");
                }
            },
            failure => failure is TransientException,
            lost: null,
            cancellation
        );

    private static string Reason(Exception failure) =>
        failure is AmazonServiceException { ErrorCode: { } code }
            ? $"{failure.Message}{Advice.GetValueOrDefault(code)}"
            : failure.Message;

    private static readonly Dictionary<string, string> Advice = new()
    {
        ["ClusterNotFoundException"] = " (set \"ecs.cluster\" and \"ecs.region\" in the catalog to where it is)",
        ["AccessDeniedException"] = " (\"IamPolicies\" writes what the role needs)",
        ["UnrecognizedClientException"] = " (the AWS identity at hand is not valid)",
        ["InvalidSignatureException"] = " (the secret key does not belong to its id)",
        ["ExpiredTokenException"] = " (renew the AWS identity, and run this again)",
        ["LimitExceededException"] =
            " (a quota of the account is used up: ask AWS to raise it, or remove what is unused)",
        ["ThrottlingException"] = " (too many requests for the account: run this again)",
    };

    // Where AWS_ENDPOINT_URL leads elsewhere, the region to sign for cannot be told from the address.
    private static AwsJsonClient Client(AwsJsonService service, string region) =>
        new(
            service,
            new(service) { RegionEndpoint = RegionEndpoint.GetBySystemName(region), AuthenticationRegion = region }
        );
}
