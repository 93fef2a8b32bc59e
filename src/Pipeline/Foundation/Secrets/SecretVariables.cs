using System.Collections;

namespace Pipeline.Foundation.Secrets;

/// <summary>An environment variable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
internal sealed record Variable(string Name, string Value);

/// <summary>
/// The secrets in environment variables that nobody has declared: the values of variables with telling names, values
/// in the shape of a token or a private key, and passwords within addresses and connection strings, whatever the name.
/// </summary>
internal static class SecretVariables
{
    private static readonly string[] TellingParts =
    [
        "SECRET",
        "TOKEN",
        "PASSWORD",
        "PASSWD",
        "PASSPHRASE",
        "APIKEY",
        "API_KEY",
        "PRIVATE_KEY",
        "SIGNING_KEY",
        "ENCRYPTION_KEY",
        "CREDENTIAL",
        "CONNECTION_STRING",
        "CONNECTIONSTRING",
    ];

    private static readonly string[] TellingEnds = ["_KEY", "_PASS", "_PWD", "_DSN"];

    // docs.github.com/authentication/keeping-your-account-and-data-secure/about-authentication-to-github,
    // docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html,
    // docs.slack.dev/authentication/tokens, docs.gitlab.com/security/tokens
    private static readonly string[] Shapes =
    [
        "AKIA",
        "ASIA",
        "ghp_",
        "gho_",
        "ghu_",
        "ghs_",
        "ghr_",
        "github_pat_",
        "glpat-",
        "npm_",
        "xoxa-",
        "xoxb-",
        "xoxe-",
        "xoxp-",
        "xapp-",
        "https://hooks.slack.com/",
    ];

    // The access key ids of AWS are the shortest of them, 20 characters.
    private const int ShortestToken = 20;

    private static readonly string[] PasswordFields = ["password=", "pwd=", "accountkey=", "sharedaccesskey="];

    /// <summary>The variables of this process.</summary>
    public static IEnumerable<Variable> All()
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            yield return new((string)variable.Key, (string?)variable.Value ?? "");
    }

    /// <summary>The secrets in a variable's value.</summary>
    public static IEnumerable<string> In(Variable variable)
    {
        if (IsTelling(variable.Name) || HasShape(variable.Value.Trim()))
            yield return variable.Value;
        foreach (var password in Passwords(variable.Value))
            yield return password;
    }

    /// <summary>True for a name that tells of a secret.</summary>
    public static bool IsTelling(string name)
    {
        foreach (var part in TellingParts)
            if (name.Contains(part, StringComparison.OrdinalIgnoreCase))
                return true;
        foreach (var end in TellingEnds)
            if (name.EndsWith(end, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private static bool HasShape(string value)
    {
        if (value.StartsWith("-----BEGIN ", StringComparison.Ordinal))
            return value.Contains("PRIVATE KEY-----", StringComparison.Ordinal);
        if (value.Length < ShortestToken)
            return false;
        foreach (var shape in Shapes)
            if (value.StartsWith(shape, StringComparison.Ordinal) && !value.Contains(' ', StringComparison.Ordinal))
                return true;
        return false;
    }

    private static IEnumerable<string> Passwords(string value)
    {
        var from = value.IndexOf("://", StringComparison.Ordinal);
        if (from >= 0 && UserOf(value[(from + 3)..]) is { } user)
        {
            var colon = user.IndexOf(':', StringComparison.Ordinal);
            var (name, password) = colon < 0 ? (user, "") : (user[..colon], user[(colon + 1)..]);
            if (HasShape(name))
                yield return name;
            // "postgres:postgres" is what a database is installed with, and no secret.
            if (password != name)
            {
                yield return password;
                yield return Uri.UnescapeDataString(password);
            }
        }

        if (value.Contains(';', StringComparison.Ordinal))
            foreach (var field in value.Split(';', StringSplitOptions.TrimEntries))
            foreach (var name in PasswordFields)
                if (field.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                    yield return field[name.Length..];
    }

    // "user:password" of "user:password@host/path"; a password may hold an @ that is not escaped.
    private static string? UserOf(string address)
    {
        var end = address.IndexOfAny(['/', '?', '#', ' ']);
        var authority = end < 0 ? address : address[..end];
        return authority.LastIndexOf('@') is >= 0 and var at ? authority[..at] : null;
    }
}
