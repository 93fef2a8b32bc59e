using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Images.Registries;

/// <summary>
/// Authorizes requests to a registry: by nothing, by Basic authentication, or by a token of its token server, which is
/// cached until shortly before it expires.
/// </summary>
internal sealed class RegistryTokens(
    string registry,
    ICredentialProvider credentials,
    Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send,
    TimeProvider clock
) : IDisposable
{
    // The specification's default lifetime.
    private const double DefaultSeconds = 60;

    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<string, Token> tokens = [];
    private AuthChallenge? challenge;

    private sealed record Token(AuthenticationHeaderValue Header, DateTimeOffset Expires, bool IsOfLogin);

    /// <summary>
    /// The <c>Authorization</c> header for a request; null where the registry has sent no challenge yet.
    /// </summary>
    /// <param name="scopes">The scopes that the request needs.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public async Task<AuthenticationHeaderValue?> For(ImmutableArray<string> scopes, CancellationToken cancellation) =>
        challenge switch
        {
            null => null,
            { Realm: null } => await Basic(scopes, cancellation),
            { } known => await Bearer(known, scopes, cancellation),
        };

    /// <summary>The header for another attempt after a refusal; null where there is no other.</summary>
    /// <param name="refusal">The registry's response.</param>
    /// <param name="scopes">The scopes that the request needs.</param>
    /// <param name="shown">The header that was refused.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public async Task<AuthenticationHeaderValue?> Instead(
        HttpResponseMessage refusal,
        ImmutableArray<string> scopes,
        AuthenticationHeaderValue? shown,
        CancellationToken cancellation
    )
    {
        // Amazon ECR refuses an expired login with 403 and no challenge.
        var asked =
            AuthChallenge.Find(refusal.Headers.WwwAuthenticate)
            ?? (challenge is { Realm: null } && shown is not null ? challenge : null);
        if (asked is null)
            return null;

        challenge = asked with { Scope = null };
        if (asked.Realm is not null)
        {
            await Drop(shown, cancellation);
            return await Bearer(asked, scopes, cancellation);
        }

        if (shown is not null && await credentials.Login(cancellation) is { } login && Equals(Basic(login), shown))
            credentials.Forget(login);
        return await Basic(scopes, cancellation) is { } next && !Equals(next, shown) ? next : null;
    }

    /// <inheritdoc />
    public void Dispose() => gate.Dispose();

    private async Task<AuthenticationHeaderValue?> Basic(ImmutableArray<string> scopes, CancellationToken cancellation)
    {
        if (await credentials.Login(cancellation) is not { } login)
            return null;
        Tell(scopes);
        return Basic(login);
    }

    private void Tell(ImmutableArray<string> scopes) =>
        UsedRights.Tell(Right.RegistryLogin, string.Join(' ', [registry, .. scopes]));

    private static AuthenticationHeaderValue Basic(RegistryCredential login) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.Username}:{login.Password}")));

    private async Task Drop(AuthenticationHeaderValue? shown, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        foreach (var (scope, _) in tokens.Where(token => Equals(token.Value.Header, shown)).ToArray())
            tokens.Remove(scope);
        gate.Release();
    }

    private async Task<AuthenticationHeaderValue> Bearer(
        AuthChallenge asked,
        ImmutableArray<string> scopes,
        CancellationToken cancellation
    )
    {
        var key = string.Join(' ', scopes);
        // Concurrent requests share a token.
        await gate.WaitAsync(cancellation);
        try
        {
            if (!tokens.TryGetValue(key, out var token) || token.Expires <= clock.GetUtcNow())
                tokens[key] = token = await Fetch(
                    asked,
                    scopes.IsEmpty && asked.Scope is { } scope ? [scope] : scopes,
                    cancellation
                );
            if (token.IsOfLogin)
                Tell(scopes);
            return token.Header;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<Token> Fetch(
        AuthChallenge asked,
        ImmutableArray<string> scopes,
        CancellationToken cancellation,
        bool isAgain = false
    )
    {
        var realm = Trusted(asked.Realm!);
        var login = await credentials.Login(cancellation);
        using var request = Request(realm, asked.Service, scopes, login);
        using var response = await send(request, cancellation);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest)
        {
            if (login is not null && !isAgain)
            {
                credentials.Forget(login);
                if (await credentials.Login(cancellation) is { } next && next != login)
                    return await Fetch(asked, scopes, cancellation, isAgain: true);
            }

            throw new StepFailedException(
                $"the registry {registry} gives no token to {(login is null ? "someone without a login" : login.ToString())}: {realm.Host} answered {(int)response.StatusCode} {response.StatusCode}; {credentials.Remedy(registry)}"
            );
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            var reason =
                $"the token server {realm.Host} of the registry {registry} answered {(int)response.StatusCode} {response.StatusCode}";
            throw FailureClassification.KindOf(response.StatusCode) == FailureKind.Transient
                ? new TransientException(reason, FailureClassification.RetryAfter(response))
                : new StepFailedException(reason);
        }

        return Read(await response.Content.ReadAsByteArrayAsync(cancellation), realm, isOfLogin: login is not null);
    }

    private Token Read(byte[] body, Uri realm, bool isOfLogin)
    {
        var answer = OciJson.Read<Dictionary<string, JsonElement>>(body, $"the answer of {realm.Host}", "token");
        var text = Text("token") ?? Text("access_token");
        // A header must not contain line breaks.
        if (string.IsNullOrEmpty(text) || text.Any(letter => letter is <= ' ' or > '~'))
            throw new StepFailedException(
                $"the token server {realm.Host} of the registry {registry} gives out no token"
            );

        var seconds =
            answer.TryGetValue("expires_in", out var lifetime) && lifetime.TryGetDouble(out var given) && given > 0
                ? given
                : DefaultSeconds;
        // A request that starts now has to arrive before the token expires.
        return new(
            new("Bearer", text),
            clock.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(seconds, 86_400) * 0.75),
            isOfLogin
        );

        string? Text(string name) =>
            answer.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
    }

    private static HttpRequestMessage Request(
        Uri realm,
        string? service,
        ImmutableArray<string> scopes,
        RegistryCredential? login
    )
    {
        if (login is { IsIdentityToken: true })
            return new(HttpMethod.Post, realm)
            {
                Content = new FormUrlEncodedContent([
                    new("grant_type", "refresh_token"),
                    new("service", service ?? ""),
                    new("client_id", "pipeline"),
                    new("scope", string.Join(' ', scopes)),
                    new("refresh_token", login.Password),
                ]),
            };

        var query = string.Join(
            '&',
            scopes
                .Select(scope => $"scope={Uri.EscapeDataString(scope)}")
                .Prepend(service is null ? "" : $"service={Uri.EscapeDataString(service)}")
                .Where(part => part.Length > 0)
        );
        var request = new HttpRequestMessage(
            HttpMethod.Get,
            new UriBuilder(realm) { Query = $"{realm.Query.TrimStart('?')}&{query}".Trim('&') }.Uri
        );
        request.Headers.Authorization = login is null ? null : Basic(login);
        return request;
    }

    // A login must not be sent in clear text, whatever address a registry names.
    private Uri Trusted(string realm) =>
        Uri.TryCreate(realm, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.IsLoopback && RegistryAddress.IsLoopback(registry)))
            ? uri
            : throw new StepFailedException(
                $"the registry {registry} names \"{realm}\" as its token server, which is no https address: nothing was sent there"
            );
}
