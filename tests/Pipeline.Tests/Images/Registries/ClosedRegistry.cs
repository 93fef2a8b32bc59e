using System.Text;
using Nuke.Common.IO;
using Pipeline.Foundation.Processes;
using Pipeline.Images.LocalRegistries;
using Pipeline.Images.Registries;

namespace Pipeline.Tests.Images.Registries;

/// <summary>The reference registry on loopback, which lets in who has a password alone.</summary>
internal sealed class ClosedRegistry : IAsyncDisposable
{
    public const string User = "robot$shop";
    public const string Password = "made-up-password";
    public const string OtherUser = "second";
    public const string OtherPassword = "second-password";

    // The two passwords, as bcrypt hashes them: the registry takes no other form.
    private const string Users = $"""
        {User}:$2y$05$abcdefghijklmnopqrstuuJgtjjEyKgAjLKfyMzQrXVWZG2QMxka.
        {OtherUser}:$2y$05$abcdefghijklmnopqrstuuQQ3svipWaDLu5Kgwa3hvLrUP0FshBnK

        """;

    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("pipeline-closed-").FullName;
    private readonly BackgroundProcess process;

    private ClosedRegistry()
    {
        Name = $"127.0.0.1:{LoopbackPort.Free()}";
        File.WriteAllText(folder / "users", Users);
        File.WriteAllText(
            folder / "registry.yml",
            $"{RegistryProcess.Configuration(Name, folder / "storage")}auth:\n  htpasswd: {{ realm: shop, path: '{folder / "users"}' }}\n"
        );
        process = BackgroundProcess.Start(
            new("docker-registry", "serve", folder / "registry.yml"),
            folder / "registry.log"
        );
    }

    public string Name { get; }

    public static async Task<ClosedRegistry> Start()
    {
        var registry = new ClosedRegistry();
        await LoopbackPort.Answers(RegistryAddress.Port(registry.Name));
        return registry;
    }

    /// <summary>True where it has a manifest, as it tells somebody who knows the password.</summary>
    public async Task<bool> Has(string repository, string digest)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Head,
            $"http://{Name}/v2/{repository}/manifests/{digest}"
        );
        request.Headers.Authorization = new(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"))
        );
        request.Headers.Accept.ParseAdd(ManifestContent.ManifestType);
        using var answer = await http.SendAsync(request);
        return answer.IsSuccessStatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
