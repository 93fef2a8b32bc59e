using System.Text.Json;
using Docker.DotNet;

namespace Pipeline.Images.Engines;

/// <summary>A container engine with the Docker API: Docker, or Podman's service.</summary>
internal sealed partial class ContainerEngine : IAsyncDisposable
{
    // On a busy machine the first answer takes seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DockerClient client;
    private readonly IAsyncDisposable? service;

    // Podman's own version; null for Docker.
    private readonly string? podman;

    private ContainerEngine(Uri endpoint, DockerClient client, string name, string? podman, IAsyncDisposable? service)
    {
        Endpoint = endpoint;
        Name = name;
        this.podman = podman;
        this.client = client;
        this.service = service;
    }

    /// <summary>Where it answers, as <c>DOCKER_HOST</c> names it.</summary>
    public Uri Endpoint { get; }

    /// <summary>Its name and version.</summary>
    public string Name { get; }

    /// <summary>True for Docker, which buildx works with.</summary>
    internal bool IsDocker => podman is null;

    /// <summary>Identifies the workspace whose containers and files these are; empty where it has none.</summary>
    internal string Workspace { get; private set; } = "";

    /// <summary>Connects to an engine.</summary>
    /// <param name="endpoint">A <c>unix:</c>, <c>npipe:</c>, <c>tcp:</c> or <c>http(s):</c> address.</param>
    /// <param name="service">
    /// The service that was started for this connection, and ends with it; null where none was.
    /// </param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="EngineSilentException">No engine answers there within 20 seconds.</exception>
    internal static async Task<ContainerEngine> Connect(
        Uri endpoint,
        IAsyncDisposable? service,
        CancellationToken cancellation
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        DockerClient? connection = null;
        try
        {
            var greeting = new EngineGreeting(new PodmanParameters());
            using var configuration = new DockerClientConfiguration(endpoint, greeting);
            connection = configuration.CreateClient();
            var (name, podman) = await greeting.Greet(connection, patience.Token);
            return new(endpoint, connection, name, podman, service);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            connection?.Dispose();
            var why =
                failure is OperationCanceledException
                    ? $"it did not answer within {Patience.TotalSeconds:0} s"
                    : Explain(failure);
            throw new EngineSilentException(why);
        }
    }

    /// <summary>
    /// Assigns the engine to a workspace, and removes what a killed run of the workspace left behind.
    /// </summary>
    internal async Task<ContainerEngine> For(string workspace, CancellationToken cancellation)
    {
        Workspace = workspace;
        try
        {
            await RemoveLeftovers(cancellation);
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes the connection, and stops the service that was started for it.</summary>
    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (service is not null)
            await service.DisposeAsync();
    }

    // The engine's own message, without what the client library adds.
    private static string Explain(Exception failure) =>
        failure switch
        {
            DockerApiException { ResponseBody: { } body } refused => MessageOf(body)
                ?? $"it answered {refused.StatusCode}",
            HttpRequestException { InnerException: { } inner } => inner.Message,
            _ => failure.Message,
        };

    private static string? MessageOf(string body)
    {
        try
        {
            return JsonDocument.Parse(body).RootElement.GetProperty("message").GetString();
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return body.Trim() is { Length: > 0 } text ? text : null;
        }
    }

    private async Task<T> Ask<T>(string intent, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failure) when (failure is DockerApiException or HttpRequestException or IOException)
        {
            throw EngineFailure.Of($"{Name} could not {intent}: {Explain(failure)}");
        }
    }
}

/// <summary>No engine answers at an address; the message says what happened instead.</summary>
internal sealed class EngineSilentException(string message) : Exception(message);
