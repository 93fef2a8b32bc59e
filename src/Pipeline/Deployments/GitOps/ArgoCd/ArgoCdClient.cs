using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text.Json;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.GitOps.ArgoCd;

/// <summary>A client for Argo CD's API, <c>/api/v1</c>. It changes nothing; it may only refresh applications.</summary>
internal sealed class ArgoCdClient : IDisposable
{
    private const int LongestExplanation = 300;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
    };

    private readonly ArgoCdSettings settings;
    private readonly HttpClient http;
    private readonly Uri api;

    /// <param name="settings">The server's settings.</param>
    /// <param name="token">Sent with each request.</param>
    /// <param name="http">Disposed with this.</param>
    public ArgoCdClient(ArgoCdSettings settings, string token, HttpClient http)
    {
        this.settings = settings;
        this.http = http;
        api = new($"{settings.Server!.AbsoluteUri.TrimEnd('/')}/api/v1/");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        http.DefaultRequestHeaders.UserAgent.ParseAdd("Pipeline");
    }

    /// <summary>The applications that the token may read, of the catalog's project and with its labels.</summary>
    /// <exception cref="ArgoCdException">The request failed.</exception>
    public async Task<ImmutableArray<Application>> List(CancellationToken cancellation)
    {
        var query = string.Join(
            '&',
            new[] { ("projects", settings.Project), ("selector", settings.Selector) }
                .Where(part => part.Item2 is not null)
                .Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2!)}")
        );
        var list = await Get<ApplicationList>($"applications{(query.Length > 0 ? "?" : "")}{query}", cancellation);
        return list.Items ?? [];
    }

    /// <summary>Refreshes an application: Argo CD compares it with the tip of its branch again.</summary>
    /// <exception cref="ArgoCdException">The request failed.</exception>
    public Task<Application> Refresh(Application application, CancellationToken cancellation) =>
        Get<Application>($"{Path(application)}?refresh=normal{Project(application, '&')}", cancellation);

    /// <summary>The resource tree of an application.</summary>
    /// <exception cref="ArgoCdException">The request failed.</exception>
    public Task<ResourceTree> Resources(Application application, CancellationToken cancellation) =>
        Get<ResourceTree>($"{Path(application)}/resource-tree{Project(application, '?')}", cancellation);

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private static string Path(Application application) =>
        $"applications/{Uri.EscapeDataString(application.Metadata.Name)}";

    // Without the project, Argo CD does not tell a token with few rights whether the application exists.
    private static string Project(Application application, char separator) =>
        application.Spec.Project is { Length: > 0 } project
            ? $"{separator}project={Uri.EscapeDataString(project)}"
            : "";

    private async Task<T> Get<T>(string path, CancellationToken cancellation)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(api, path), cancellation);
            var body = await response.Content.ReadAsStringAsync(cancellation);
            return response.StatusCode == HttpStatusCode.OK ? Read<T>(body) : throw Refusal(response, path, body);
        }
        catch (HttpRequestException failure) when (failure.InnerException is AuthenticationException untrusted)
        {
            throw new ArgoCdException(
                $"the certificate of {settings.Server!.Authority} is not trusted ({(untrusted.InnerException ?? untrusted).Message}): name the file of the authority that issued it in \"argocd.ca\"",
                failure
            );
        }
        catch (Exception failure)
            when (!cancellation.IsCancellationRequested
                && FailureClassification.KindOf(failure) != FailureKind.Permanent
            )
        {
            throw new ArgoCdUnavailableException(Unreached(failure), failure);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new ArgoCdException(Unreached(failure), failure);
        }
    }

    private string Unreached(Exception failure) =>
        $"Argo CD at {settings.Server!.Authority} cannot be reached: {(failure.InnerException ?? failure).Message}";

    private T Read<T>(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Json) ?? throw new JsonException("the response is null");
        }
        catch (JsonException strange)
        {
            throw new ArgoCdException(
                $"{settings.Server} did not respond like Argo CD ({strange.Message}): correct \"argocd.server\", or let its proxy forward /api/v1",
                strange
            );
        }
    }

    private ArgoCdException Refusal(HttpResponseMessage response, string path, string body)
    {
        var (status, said) = ((int)response.StatusCode, Explanation(body));
        var what = path.Split('?')[0];
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new ArgoCdException(
                $"Argo CD does not accept the token in {settings.TokenVariable}: it is wrong, or has expired ({said})"
            ),
            HttpStatusCode.Forbidden => new ArgoCdException(
                $"the token in {settings.TokenVariable} may not read {what}, or it does not exist: let its role get applications of the project ({said})"
            ),
            HttpStatusCode.NotFound => new ArgoCdException($"Argo CD has no {what} ({said})"),
            _ when FailureClassification.KindOf(response.StatusCode) == FailureKind.Transient =>
                new ArgoCdUnavailableException($"Argo CD answered {status} for {what} ({said})"),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new ArgoCdException(
                $"Argo CD answered {status} for {what} and sends to {response.Headers.Location?.GetLeftPart(UriPartial.Path) ?? "nowhere"}: correct \"argocd.server\""
            ),
            _ => new ArgoCdException($"Argo CD answered {status} for {what} ({said})"),
        };
    }

    // {"error": "…", "code": 7, "message": "…"}
    private static string Explanation(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            foreach (var name in new[] { "message", "error" })
                if (
                    json.RootElement.ValueKind == JsonValueKind.Object
                    && json.RootElement.TryGetProperty(name, out var text)
                    && text.ValueKind == JsonValueKind.String
                )
                    return Short(text.GetString()!);
        }
        catch (JsonException)
        {
            // A proxy's page.
        }

        return body.Length == 0 ? "no message" : Short(body);
    }

    private static string Short(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is var line
        && line.Length <= LongestExplanation
            ? line
            : line[..LongestExplanation] + "…";
}
