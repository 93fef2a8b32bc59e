using System.Net;

namespace Pipeline.Images.Registries;

/// <summary>What can be told from a registry's host name.</summary>
internal static class RegistryAddress
{
    /// <summary>True for a registry on this machine; engines speak plain HTTP with those, and HTTPS with all others.</summary>
    public static bool IsLoopback(string registry) =>
        Parse(registry).Host.Trim('[', ']') is var host
        && (host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)));

    /// <summary>Where the registry's API begins.</summary>
    public static Uri Endpoint(string registry) => new($"{(IsLoopback(registry) ? "http" : "https")}://{registry}/v2/");

    /// <summary>The port on which a registry of this machine listens.</summary>
    public static int Port(string registry) => Endpoint(registry).Port;

    private static Uri Parse(string registry) =>
        Uri.TryCreate($"https://{registry}/", UriKind.Absolute, out var uri)
            ? uri
            : throw new Execution.StepFailedException(
                $"\"{registry}\" is no registry: expected a host, with a port where it has one, such as 127.0.0.1:5000"
            );
}
