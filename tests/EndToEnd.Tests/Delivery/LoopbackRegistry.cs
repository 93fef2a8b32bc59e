using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Pipeline.Tests;

namespace EndToEnd.Tests.Delivery;

/// <summary>A real registry on loopback.</summary>
public sealed class LoopbackRegistry : IDisposable
{
    private static readonly HttpClient Http = new();

    private readonly Process process;
    private readonly string configuration;

    private LoopbackRegistry(Process process, string configuration, int port)
    {
        this.process = process;
        this.configuration = configuration;
        Address = $"http://127.0.0.1:{port}";
    }

    public string Address { get; }

    public static async Task<LoopbackRegistry> Start(string storage, int port)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            $$"""
            version: 0.1
            log: { level: error, accesslog: { disabled: true } }
            storage: { filesystem: { rootdirectory: '{{storage}}' } }
            http: { addr: '127.0.0.1:{{port}}' }
            """
        );
        var start = new ProcessStartInfo("docker-registry", ["serve", file])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var registry = new LoopbackRegistry(Process.Start(start)!, file, port);
        registry.process.BeginErrorReadLine();
        try
        {
            await LoopbackPort.Answers(port);
            return registry;
        }
        catch (SocketException)
        {
            registry.Dispose();
            throw;
        }
    }

    /// <summary>The digest that the registry gives a tag; null where it has none.</summary>
    public async Task<string?> Digest(string repository, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, $"{Address}/v2/{repository}/manifests/{tag}");
        request.Headers.TryAddWithoutValidation(
            "Accept",
            "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json"
        );
        using var response = await Http.SendAsync(request);
        return response.StatusCode == HttpStatusCode.OK
            ? response.Headers.GetValues("Docker-Content-Digest").Single()
            : null;
    }

    /// <summary>The tags of a repository.</summary>
    public async Task<string> Tags(string repository) =>
        await Http.GetStringAsync($"{Address}/v2/{repository}/tags/list");

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        File.Delete(configuration);
    }
}
