using System.Text.Json;
using Docker.DotNet;

namespace Pipeline.Images.Engines;

/// <summary>
/// Adds the build parameters that Podman's own API has and the Docker API lacks: the time of files and image, and
/// secrets. Images built so are in OCI format, and reproducible. that built them.
/// </summary>
/// <remarks>https://docs.podman.io/en/latest/_static/api.html#tag/images/operation/ImageBuildLibpod</remarks>
internal sealed class PodmanParameters : Credentials
{
    private const string VersionHeader = "X-Pipeline-Podman";
    private const string QueryHeader = "X-Pipeline-Query";

    private const string SecretPrefix = ".pipeline-secret-";

    /// <inheritdoc />
    public override bool IsTlsCredentials() => false;

    /// <inheritdoc />
    public override HttpMessageHandler GetHandler(HttpMessageHandler innerHandler) => new Rewriting(innerHandler);

    /// <summary>
    /// The further parameters, as headers that <see cref="Rewriting"/> turns into a query; they never leave this
    /// process.
    /// </summary>
    /// <param name="recipe">The build.</param>
    /// <param name="version">Podman's version.</param>
    /// <param name="group">The control group that the build names; null for Podman's own.</param>
    public static Dictionary<string, string> Headers(ImageRecipe recipe, string version, string? group)
    {
        var secrets = recipe.Secrets.Keys.Select(name => $"id={name},src={SecretPrefix}{name}").ToArray();
        var query = $"timestamp={recipe.Context.Time.ToUnixTimeSeconds()}&layers=1";
        if (group is not null)
            query += $"&cgroupparent={group}";
        if (secrets.Length > 0)
            query += $"&secrets={Uri.EscapeDataString(JsonSerializer.Serialize(secrets))}";
        return new() { [VersionHeader] = version, [QueryHeader] = query };
    }

    /// <summary>
    /// The build with its labels as the last instruction of its Dockerfile: labels of the request have no order, and
    /// Podman writes them into the image's history as they come.
    /// </summary>
    public static ImageRecipe WithOrderedLabels(ImageRecipe recipe)
    {
        if (recipe.Labels.Count == 0 || !recipe.Labels.All(label => IsPlain(label.Key) && IsPlain(label.Value)))
            return recipe;

        var text = recipe.Context.DockerfileText ?? File.ReadAllText(recipe.Context.Dockerfile);
        var labels = recipe
            .Labels.OrderBy(label => label.Key, StringComparer.Ordinal)
            .Select(label => $"'{label.Key}'='{label.Value}'");
        return recipe with
        {
            Context = recipe.Context with { DockerfileText = $"{text}\nLABEL {string.Join(' ', labels)}\n" },
            Labels = ImmutableDictionary<string, string>.Empty,
        };
    }

    /// <summary>The files that hold secrets, which Podman takes out of the context before it builds.</summary>
    public static ImmutableSortedDictionary<string, string> SecretFiles(ImageRecipe recipe) =>
        recipe.Secrets.ToImmutableSortedDictionary(
            secret => SecretPrefix + secret.Key,
            secret => Environment.GetEnvironmentVariable(secret.Value) ?? ""
        );

    // Safe in single quotes, whatever the Dockerfile's escape character is.
    private static bool IsPlain(string text) => !text.Any(each => char.IsControl(each) || each is '\'' or '\\' or '`');

    private sealed class Rewriting(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            if (request.Headers.TryGetValues(VersionHeader, out var version))
            {
                var query = request.Headers.GetValues(QueryHeader).Single();
                request.RequestUri = new UriBuilder(request.RequestUri!)
                {
                    Path = $"/v{version.Single()}/libpod/build",
                    Query = $"{request.RequestUri!.Query.TrimStart('?')}&{query}",
                }.Uri;
                request.Headers.Remove(VersionHeader);
                request.Headers.Remove(QueryHeader);
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
