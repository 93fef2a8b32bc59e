using System.Net;
using Pipeline.Catalog;

namespace Pipeline.Images.Registries;

/// <summary>
/// The parts of a registry's name: a host, with a port where it has one, and a prefix of its repositories.
/// </summary>
internal static class RegistryAddress
{
    /// <summary>Docker Hub, the registry of references that name none.</summary>
    public const string DockerHub = "docker.io";

    // Docker Hub's API has another host than its references.
    private const string DockerHubApi = "registry-1.docker.io";

    /// <summary>Host and port, without the prefix.</summary>
    public static string Host(string registry) => Split(registry).Host;

    /// <summary>True for an image on a registry's host.</summary>
    public static bool IsIn(string registry, ImageReference image) => Host(registry) == (image.Registry ?? DockerHub);

    /// <summary>A repository's full name on the host, with the registry's prefix.</summary>
    public static string Repository(string registry, string name) =>
        Split(registry).Prefix is { Length: > 0 } prefix ? $"{prefix}/{name}" : name;

    /// <summary>
    /// True for a registry on a loopback address, for which engines use plain HTTP; they use HTTPS for all others.
    /// </summary>
    public static bool IsLoopback(string registry) =>
        Parse(registry).Host.Trim('[', ']') is var host
        && (host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)));

    /// <summary>The base address of the registry's API.</summary>
    public static Uri Endpoint(string registry) =>
        new($"{(IsLoopback(registry) ? "http" : "https")}://{ApiHost(Host(registry))}/v2/");

    /// <summary>The registry's port.</summary>
    public static int Port(string registry) => Endpoint(registry).Port;

    private static string ApiHost(string host) => host == DockerHub ? DockerHubApi : host;

    private static (string Host, string Prefix) Split(string registry) =>
        registry.Split('/', 2) is [var host, var prefix] ? (host, prefix.Trim('/')) : (registry, "");

    private static Uri Parse(string registry) =>
        Uri.TryCreate($"https://{registry}/", UriKind.Absolute, out var uri)
            ? uri
            : throw new Pipeline.Foundation.Failures.StepFailedException(
                $"\"{registry}\" is no registry: expected a host, with a port where it has one, such as 127.0.0.1:5000"
            );
}
