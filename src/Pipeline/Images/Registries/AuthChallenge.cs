using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Pipeline.Images.Registries;

/// <summary>What a registry wants to be shown, as its <c>WWW-Authenticate</c> says.</summary>
/// <param name="Realm">The token server; null where user name and password are shown to the registry itself.</param>
/// <param name="Service">What the token server knows the registry by; null where it is not stated.</param>
/// <param name="Scope">What the token has to be good for; null where it is not stated.</param>
/// <remarks>https://distribution.github.io/distribution/spec/auth/token/</remarks>
internal sealed partial record AuthChallenge(string? Realm, string? Service, string? Scope)
{
    /// <summary>The challenge of an answer, a token being the better one; null where there is none that is known.</summary>
    public static AuthChallenge? Find(HttpHeaderValueCollection<AuthenticationHeaderValue> offered)
    {
        if (Of("Bearer") is { } bearer)
        {
            var values = Parameter()
                .Matches(bearer.Parameter ?? "")
                .GroupBy(match => match.Groups["name"].Value.ToLowerInvariant())
                .ToDictionary(same => same.Key, same => same.First().Groups["value"].Value);
            if (values.TryGetValue("realm", out var realm))
                return new(realm, values.GetValueOrDefault("service"), values.GetValueOrDefault("scope"));
        }

        return Of("Basic") is null ? null : new(null, null, null);

        AuthenticationHeaderValue? Of(string scheme) =>
            offered.FirstOrDefault(value => value.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex(
        """(?<name>[A-Za-z_]+)\s*=\s*("(?<value>[^"]*)"|(?<value>[^\s,"]+))""",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Parameter();
}
