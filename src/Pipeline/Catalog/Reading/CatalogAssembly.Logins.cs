using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    private RegistryLogin? Login(YamlMap? map, RegistryLoginEntry? login, string registry)
    {
        if (map is null || login is null)
            return null;

        if (EcrAddress.IsEcr(registry))
            report(
                map.Start,
                $"\"registryLogin\" has no effect for {registry}: Amazon ECR takes an AWS identity, which workflows get by \"github.role\""
            );
        // It is for GitHub alone; no other host may see it.
        if (login.PasswordVariable == RegistryLogin.JobToken && !IsOfGitHub(registry))
            report(
                map["passwordVariable"]!.Start,
                $"{RegistryLogin.JobToken} is the token of a GitHub job, for ghcr.io alone: name another variable for {registry}"
            );
        if (login.User is null || login.PasswordVariable is null)
            report(
                map.Start,
                "\"registryLogin\" lacks \"user\" or \"passwordVariable\": a registry needs both, as in { user: robot, passwordVariable: REGISTRY_PASSWORD }"
            );
        // HTTP basic authentication ends the name at the first colon.
        if (login.User is { } user && (user.Length == 0 || user.Any(letter => letter is ':' || char.IsControl(letter))))
            report(map["user"]!.Start, "\"user\" is a user name: it must not be empty or have a colon");
        CheckVariable(map, "passwordVariable", login.PasswordVariable, "REGISTRY_PASSWORD", "a password");
        return LoginOf(login);
    }

    // What it lacks has been reported.
    private static RegistryLogin? LoginOf(RegistryLoginEntry? login) =>
        login is null ? null : new(login.User ?? "", login.PasswordVariable ?? "");

    // An Enterprise Server has its registry below a name of its own:
    // https://docs.github.com/packages/working-with-a-github-packages-registry/working-with-the-container-registry
    private static bool IsOfGitHub(string registry) =>
        registry.Split('/')[0] is "ghcr.io" || registry.StartsWith("containers.", StringComparison.Ordinal);
}
