using System.Net;
using System.Security.Cryptography;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Images.LocalRegistries;
using Pipeline.Images.Registries;

namespace Pipeline.Tests.Deployments.GitOps.Promotions;

/// <summary>A real registry on loopback, with images that hold nothing, or the files that a test gives them.</summary>
internal sealed class SeededRegistry : IAsyncDisposable
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    private const string LayerType = "application/vnd.oci.image.layer.v1.tar+gzip";

    private static readonly HttpClient Http = new();

    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("pipeline-registry-").FullName;
    private readonly RegistryProcess process;

    private SeededRegistry()
    {
        Name = $"127.0.0.1:{LoopbackPort.Free()}";
        process = RegistryProcess.Start("docker-registry", Name, folder / "storage", folder);
    }

    public string Name { get; }

    /// <summary>The processors that images are for.</summary>
    public string Architecture { get; set; } = "amd64";

    public static async Task<SeededRegistry> Start()
    {
        var registry = new SeededRegistry();
        await LoopbackPort.Answers(RegistryAddress.Port(registry.Name));
        return registry;
    }

    /// <summary>Pushes an image of its own for a tag.</summary>
    /// <param name="repository">Where it is pushed.</param>
    /// <param name="tag">Its tag.</param>
    /// <param name="label">What tells it from others with the tag; null: nothing.</param>
    /// <param name="layers">Its layers, from the bottom.</param>
    public async Task<ImageReference> Push(
        string repository,
        string tag,
        string? label = null,
        params ImmutableArray<byte[]> layers
    )
    {
        var config = Encoding.UTF8.GetBytes(
            $$"""{ "architecture": "{{Architecture}}", "os": "linux", "config": { "Labels": { "tag": "{{label ?? tag}}" } } }"""
        );
        var described = new List<string>();
        foreach (var layer in layers)
            described.Add(
                $$"""{"mediaType":"{{LayerType}}","size":{{layer.Length}},"digest":"{{await Upload(repository, layer)}}"}"""
            );
        var manifest = Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{ManifestType}}","config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":{{config.Length}},"digest":"{{await Upload(repository, config)}}"},"layers":[{{string.Join(',', described)}}]}"""
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

    private async Task<string> Upload(string repository, byte[] bytes)
    {
        var digest = Digest(bytes);
        using var begun = await Http.PostAsync(Url($"{repository}/blobs/uploads/"), null);
        begun.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var blob = new ByteArrayContent(bytes);
        blob.Headers.ContentType = new("application/octet-stream");
        var place = $"{begun.Headers.Location}";
        using var put = await Http.PutAsync($"{place}{(place.Contains('?') ? '&' : '?')}digest={digest}", blob);
        put.StatusCode.ShouldBe(HttpStatusCode.Created);
        return digest;
    }

    private string Url(string path) => $"http://{Name}/v2/{path}";

    private static string Digest(byte[] bytes) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
}
