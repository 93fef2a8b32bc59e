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
                $"\"registryLogin\" is of no use to {registry}: Amazon ECR is opened by an AWS identity, which workflows have by \"github.role\""
            );
        // It is worth something to GitHub alone, and anybody else must not see it.
        if (login.PasswordVariable == RegistryLogin.JobToken && !IsOfGitHub(registry))
            report(
                map["passwordVariable"]!.Start,
                $"{RegistryLogin.JobToken} is the token of a job on GitHub, which opens ghcr.io alone: name another variable for {registry}"
            );
        if (login.User is null || login.PasswordVariable is null)
            report(
                map.Start,
                "\"registryLogin\" lacks \"user\" or \"passwordVariable\": a registry wants both, as in { user: robot, passwordVariable: REGISTRY_PASSWORD }"
            );
        // HTTP's own form of a login ends the name at the first colon.
        if (login.User is { } user && (user.Length == 0 || user.Any(letter => letter is ':' || char.IsControl(letter))))
            report(map["user"]!.Start, "\"user\" is a user name: it is not empty and has no colon");
        if (login.PasswordVariable is { } variable && (!VariableName().IsMatch(variable) || Token().IsMatch(variable)))
            report(
                map["passwordVariable"]!.Start,
                "\"passwordVariable\" is the name of an environment variable, such as REGISTRY_PASSWORD; a password itself never stands in a catalog"
            );
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
