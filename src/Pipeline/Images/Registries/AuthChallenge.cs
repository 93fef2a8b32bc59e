using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Pipeline.Images.Registries;

/// <summary>A registry's authentication challenge (<c>WWW-Authenticate</c>).</summary>
/// <param name="Realm">The token server; null for Basic authentication at the registry itself.</param>
/// <param name="Service">The registry's name at the token server; null where none is stated.</param>
/// <param name="Scope">The scope that the token needs; null where none is stated.</param>
/// <remarks>https://distribution.github.io/distribution/spec/auth/token/</remarks>
internal sealed partial record AuthChallenge(string? Realm, string? Service, string? Scope)
{
    /// <summary>The challenge of a response, Bearer before Basic; null where it has neither.</summary>
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
