using System.Net.Http.Headers;
using Docker.DotNet;

namespace Pipeline.Images.Engines;

/// <summary>Learns an engine's name and version from the header <c>Server</c> of its answers.</summary>
/// <remarks>Podman takes a second to tell its version: it looks up the packages that its programs come from.</remarks>
/// <param name="parameters">What else requests to the engine need.</param>
internal sealed class EngineGreeting(Credentials parameters) : Credentials
{
    private ProductHeaderValue? server;

    /// <inheritdoc />
    public override bool IsTlsCredentials() => parameters.IsTlsCredentials();

    /// <inheritdoc />
    public override HttpMessageHandler GetHandler(HttpMessageHandler innerHandler) =>
        parameters.GetHandler(new Listening(this, innerHandler));

    /// <summary>Greets the engine.</summary>
    /// <param name="client">A client with these credentials.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>Its name with its version, and Podman's own version; null for Docker.</returns>
    public async Task<(string Name, string? Podman)> Greet(DockerClient client, CancellationToken cancellation)
    {
        await client.System.PingAsync(cancellation);
        return server switch
        {
            { Name: "Docker", Version: { } docker } => ($"Docker {docker}", null),
            { Name: "Libpod", Version: { } podman } => ($"Podman {podman}", podman),
            _ => await AskForVersion(client, cancellation),
        };
    }

    // For an engine behind a proxy with a name of its own.
    private static async Task<(string Name, string? Podman)> AskForVersion(
        DockerClient client,
        CancellationToken cancellation
    )
    {
        var version = await client.System.GetVersionAsync(cancellation);
        var podman = version.Components?.FirstOrDefault(part => part.Name == "Podman Engine")?.Version;
        return ($"{(podman is null ? "Docker" : "Podman")} {version.Version}", podman);
    }

    private sealed class Listening(EngineGreeting greeting, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = await base.SendAsync(request, cancellationToken);
            greeting.server ??= response.Headers.Server.FirstOrDefault()?.Product;
            return response;
        }
    }
}
