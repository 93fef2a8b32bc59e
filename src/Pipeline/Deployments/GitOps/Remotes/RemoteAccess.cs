using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Remotes;

/// <summary>
/// Authenticates Git at a remote: by the catalog's token, or by the Git configuration of the sources' clone. Git asks a
/// credential helper for the token, and the helper takes it from the environment: it is in no URL, argument or file.
/// </summary>
internal static partial class RemoteAccess
{
    // Forges accept any user name with a token; this one is from GitHub's documentation.
    private const string User = "x-access-token";

    /// <summary>The environment variables for Git.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="sources">The settings where the sources are.</param>
    /// <exception cref="StepFailedException">There is no token, or it would be sent in the clear.</exception>
    public static IReadOnlyDictionary<string, string?> Variables(GitOpsRepository repository, GitSettings sources)
    {
        var address = Uri.TryCreate(repository.Repository, UriKind.Absolute, out var uri) ? uri : null;
        return
            repository.TokenVariable is { } variable
            && address?.Scheme.StartsWith("http", StringComparison.Ordinal) == true
            ? Configuration(WithToken(repository, address, variable))
            : OfSources(sources);
    }

    /// <summary>
    /// The environment variables that give Git in another folder what holds in a clone of the sources, from whichever
    /// file: actions/checkout keeps its credentials in one that the clone's own configuration includes on a condition.
    /// </summary>
    /// <param name="sources">The settings where the sources are.</param>
    /// <param name="further">Settings beside these.</param>
    public static IReadOnlyDictionary<string, string?> OfSources(
        GitSettings sources,
        params (string Key, string Value)[] further
    )
    {
        var settings = sources.Matching(GivingAccess()).ToArray();
        // The empty values reset what the other folder knows of these lists by itself, or it would come twice.
        var lists = settings.Select(setting => setting.Key).Where(IsList).Distinct().Select(key => (key, ""));
        return Configuration([.. lists, .. settings, .. further]);
    }

    private static bool IsList(string key) =>
        key.EndsWith(".helper", StringComparison.Ordinal) || key.EndsWith(".extraheader", StringComparison.Ordinal);

    private static (string Key, string Value)[] WithToken(GitOpsRepository repository, Uri address, string variable)
    {
        if (repository.ReadToken() is not { Length: > 0 } token || token.Any(char.IsWhiteSpace))
            throw new StepFailedException(
                $"{variable}, which \"gitops.tokenVariable\" names for {repository.Repository}, holds no token: set it to the token alone"
            );
        if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
            throw new StepFailedException(
                $"the token in {variable} would go to {repository.Repository} unencrypted: use https"
            );

        var host = address.GetLeftPart(UriPartial.Authority);
        return
        [
            // The empty values reset the machine's own credentials, which would be sent instead of the token.
            ("credential.helper", ""),
            ($"http.{host}/.extraHeader", ""),
            (
                $"credential.{host}.helper",
                $"!f() {{ test \"$1\" = get && printf 'username={User}\\npassword=%s\\n' \"${variable}\"; }}; f"
            ),
        ];
    }

    // Git's configuration by environment (git-config, GIT_CONFIG_COUNT); existing settings stay.
    private static Dictionary<string, string?> Configuration((string Key, string Value)[] settings)
    {
        var given = int.TryParse(
            Environment.GetEnvironmentVariable("GIT_CONFIG_COUNT"),
            CultureInfo.InvariantCulture,
            out var count
        )
            ? count
            : 0;
        var variables = new Dictionary<string, string?> { ["GIT_CONFIG_COUNT"] = $"{given + settings.Length}" };
        foreach (var (index, (key, value)) in settings.Index())
        {
            variables[$"GIT_CONFIG_KEY_{given + index}"] = key;
            variables[$"GIT_CONFIG_VALUE_{given + index}"] = value;
        }

        return variables;
    }

    [GeneratedRegex(@"^(core\.(sshcommand|askpass|gitproxy)|ssh\.variant|http\..*|credential\..*|url\..*)$")]
    private static partial Regex GivingAccess();
}
