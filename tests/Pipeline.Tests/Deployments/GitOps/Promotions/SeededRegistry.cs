using System.Net;
using System.Security.Cryptography;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Images.LocalRegistries;
using Pipeline.Images.Registries;

namespace Pipeline.Tests.Deployments.GitOps.Promotions;

/// <summary>A real registry on loopback, with images that hold nothing.</summary>
internal sealed class SeededRegistry : IAsyncDisposable
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    private static readonly HttpClient Http = new();

    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("pipeline-registry-").FullName;
    private readonly RegistryProcess process;

    private SeededRegistry()
    {
        Name = $"127.0.0.1:{LoopbackPort.Free()}";
        process = RegistryProcess.Start("docker-registry", Name, folder / "storage", folder);
    }

    public string Name { get; }

    public static async Task<SeededRegistry> Start()
    {
        var registry = new SeededRegistry();
        await LoopbackPort.Answers(RegistryAddress.Port(registry.Name));
        return registry;
    }

    /// <summary>Pushes an image of its own for a tag.</summary>
    public async Task<ImageReference> Push(string repository, string tag, string? label = null)
    {
        var config = Encoding.UTF8.GetBytes(
            $$"""{ "architecture": "amd64", "os": "linux", "config": { "Labels": { "tag": "{{label ?? tag}}" } } }"""
        );
        var digest = Digest(config);
        using var begun = await Http.PostAsync(Url($"{repository}/blobs/uploads/"), null);
        begun.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var blob = new ByteArrayContent(config);
        blob.Headers.ContentType = new("application/octet-stream");
        var place = $"{begun.Headers.Location}";
        using var put = await Http.PutAsync($"{place}{(place.Contains('?') ? '&' : '?')}digest={digest}", blob);
        put.StatusCode.ShouldBe(HttpStatusCode.Created);

        var manifest = Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{ManifestType}}","config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":{{config.Length}},"digest":"{{digest}}"},"layers":[]}"""
        );
        using var content = new ByteArrayContent(manifest);
        content.Headers.ContentType = new(ManifestType);
        using var pushed = await Http.PutAsync(Url($"{repository}/manifests/{tag}"), content);
        pushed.StatusCode.ShouldBe(HttpStatusCode.Created, await pushed.Content.ReadAsStringAsync());
        return new(Name, repository, tag, Digest(manifest));
    }

    /// <summary>The digest that a tag stands for; null where there is none.</summary>
    public async Task<string?> Digest(string repository, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url($"{repository}/manifests/{tag}"));
        request.Headers.Accept.Add(new(ManifestType));
        using var answer = await Http.SendAsync(request);
        return answer.StatusCode == HttpStatusCode.NotFound
            ? null
            : Digest(await answer.Content.ReadAsByteArrayAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private string Url(string path) => $"http://{Name}/v2/{path}";

    private static string Digest(byte[] bytes) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
}
