using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nuke.Common.IO;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

/// <summary>
/// Docker's <c>config.json</c>: the logins that <c>docker login</c> keeps, and the credential helpers that hold others.
/// </summary>
/// <remarks>https://docs.docker.com/reference/cli/docker/login/#credential-stores</remarks>
internal sealed record DockerConfig
{
    // Docker Hub's key in these files.
    private const string DockerHubKey = "https://index.docker.io/v1/";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNameCaseInsensitive = true,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>A stored login.</summary>
    public sealed record Entry(string? Auth, string? Username, string? Password, string? IdentityToken);

    /// <summary>Logins by registry.</summary>
    public Dictionary<string, Entry?>? Auths { get; init; }

    /// <summary>The credential helper for all registries, without <c>docker-credential-</c>.</summary>
    public string? CredsStore { get; init; }

    /// <summary>The credential helpers of single registries.</summary>
    public Dictionary<string, string>? CredHelpers { get; init; }

    /// <summary>Its path: in the folder that <c>DOCKER_CONFIG</c> names, else in <c>~/.docker</c>.</summary>
    public static AbsolutePath DefaultFile =>
        Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } folder
            ? Path.Combine(Path.GetFullPath(folder), "config.json")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker", "config.json");

    /// <summary>Reads a file; empty where it does not exist.</summary>
    /// <exception cref="StepFailedException">It cannot be read.</exception>
    public static DockerConfig Read(AbsolutePath file) =>
        Reading(file, () => JsonSerializer.Deserialize<DockerConfig>(File.ReadAllBytes(file), Json)) ?? new();

    /// <summary>The whole JSON of a file, with keys that are not used here; empty where it does not exist.</summary>
    /// <exception cref="StepFailedException">It cannot be read.</exception>
    public static JsonObject ReadJson(AbsolutePath file) =>
        Reading(file, () => JsonNode.Parse(File.ReadAllBytes(file), documentOptions: Lenient) as JsonObject) ?? [];

    /// <summary>The key of a registry in the file.</summary>
    public static string KeyOf(string host) => host == RegistryAddress.DockerHub ? DockerHubKey : host;

    /// <summary>
    /// The credential helper of a registry, and the server name to ask it for; null where it has none.
    /// </summary>
    public (string Program, string Server)? HelperFor(string host)
    {
        var name = (CredHelpers ?? []).FirstOrDefault(helper => IsFor(helper.Key, host)) is { Value.Length: > 0 } own
            ? own.Value
            : CredsStore;
        return string.IsNullOrEmpty(name) ? null : ($"docker-credential-{name}", KeyOf(host));
    }

    /// <summary>The login of a registry in the file itself; null where it has none.</summary>
    /// <exception cref="StepFailedException">It is malformed.</exception>
    public RegistryCredential? LoginFor(string host)
    {
        if ((Auths ?? []).FirstOrDefault(auth => IsFor(auth.Key, host)).Value is not { } entry)
            return null;
        if (entry.IdentityToken is { Length: > 0 } token)
            return new(entry.Username ?? "", token) { IsIdentityToken = true };
        if (entry.Auth is not { Length: > 0 } auth)
            return entry is { Username: { } user, Password: { } password } ? new(user, password) : null;

        var bytes = new byte[auth.Length];
        return
            Convert.TryFromBase64String(auth, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\0').Split(':', 2) is [var name, var secret]
            ? new(name, secret)
            : throw new StepFailedException(
                $"the login of {host} that docker keeps is no USER:PASSWORD in base64: log in anew with \"docker login {host}\""
            );
    }

    private static T? Reading<T>(AbsolutePath file, Func<T?> read)
        where T : class
    {
        try
        {
            return File.Exists(file) ? read() : null;
        }
        catch (Exception broken) when (broken is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StepFailedException($"{file} cannot be read: {broken.Message}");
        }
    }

    // Older files have URLs in place of hosts.
    private static bool IsFor(string key, string host)
    {
        if (key == DockerHubKey || key is "index.docker.io" or "registry-1.docker.io")
            return host == RegistryAddress.DockerHub;
        var name = key.Replace("https://", "", StringComparison.Ordinal)
            .Replace("http://", "", StringComparison.Ordinal);
        return name.Split('/')[0] == host;
    }
}
