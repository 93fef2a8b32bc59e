using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;

namespace Pipeline.Tests.Images.Registries;

/// <content>The token server, and who is let in.</content>
internal sealed partial class StrictRegistry
{
    private bool IsLetIn(HttpListenerContext context)
    {
        if (User is not { } user)
            return true;
        var shown = context.Request.Headers["Authorization"] ?? "";
        if (TakesBasic)
            return shown == Basic(user);
        return shown.StartsWith("Bearer ", StringComparison.Ordinal)
            && tokens.TryGetValue(shown["Bearer ".Length..], out var token)
            && token.Expires > DateTimeOffset.UtcNow
            && Needed(context.Request) is var (repository, action)
            && token
                .Scope.Split(' ')
                .Any(scope =>
                    action.Length == 0
                    || (
                        scope.StartsWith($"repository:{repository}:", StringComparison.Ordinal)
                        && scope.Split(':')[^1].Split(',').Contains(action)
                    )
                );
    }

    private void Refuse(HttpListenerContext context)
    {
        var (repository, action) = Needed(context.Request);
        context.Response.StatusCode = 401;
        context.Response.Headers["WWW-Authenticate"] = TakesBasic
            ? "Basic realm=\"strict\""
            : $"Bearer realm=\"http://{Name}/token\",service=\"strict\"{(action.Length > 0 ? $",scope=\"repository:{repository}:{action}\"" : "")}";
        context.Response.Close();
    }

    private async Task GiveToken(HttpListenerContext context)
    {
        var values = HttpUtility.ParseQueryString(
            context.Request.HttpMethod == "POST"
                ? Encoding.UTF8.GetString((await Body(context.Request))!)
                : context.Request.Url!.Query
        );
        var isKnown =
            context.Request.HttpMethod == "POST"
                ? values["grant_type"] == "refresh_token"
                    && values["refresh_token"] == User!.Value.Password
                    && values["client_id"] is { Length: > 0 }
                : context.Request.Headers["Authorization"] == Basic(User!.Value);
        if (!isKnown || values["service"] != "strict")
        {
            await Say(context, 401, "");
            return;
        }

        var token = Guid.NewGuid().ToString("N");
        tokens[token] = (
            string.Join(' ', values.GetValues("scope") ?? []),
            DateTimeOffset.UtcNow.AddSeconds(TokenLifetime)
        );
        await Say(
            context,
            200,
            JsonSerializer.Serialize(new { access_token = token, expires_in = TokenLifetime }),
            "application/json"
        );
    }

    private static (string Repository, string Action) Needed(HttpListenerRequest request) =>
        RepositoryPath().Match(request.Url!.AbsolutePath) is { Success: true } match
            ? (match.Groups["name"].Value, request.HttpMethod is "GET" or "HEAD" ? "pull" : "push")
            : ("", "");

    private static string Basic((string Name, string Password) user) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.Name}:{user.Password}"));

    [GeneratedRegex("^/v2/(?<name>.+?)/(manifests|blobs|referrers)/")]
    private static partial Regex RepositoryPath();
}
