namespace Pipeline.Execution.Sandboxes;

/// <summary>
/// The files and folders in which programs keep credentials, which the programs of a service may not read. Those of
/// package feeds, such as <c>.npmrc</c>, are none of them: packages are installed with them.
/// </summary>
internal static class CredentialPlaces
{
    private static readonly string[] InHome =
    [
        ".aws",
        ".azure",
        ".config/argocd",
        ".config/containers/auth.json",
        ".config/gcloud",
        ".config/gh",
        ".config/git/credentials",
        ".config/helm/registry",
        ".docker",
        ".git-credentials",
        ".gnupg",
        ".kube",
        ".sigstore",
        ".ssh",
    ];

    // The variables by which programs are told of another place.
    private static readonly string[] Variables =
    [
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AZURE_CONFIG_DIR",
        "CLOUDSDK_CONFIG",
        "DOCKER_CONFIG",
        "GH_CONFIG_DIR",
        "GNUPGHOME",
        "GOOGLE_APPLICATION_CREDENTIALS",
        "KUBECONFIG",
        "REGISTRY_AUTH_FILE",
    ];

    /// <summary>Their full paths.</summary>
    /// <param name="variable">Finds a variable of the environment.</param>
    public static IEnumerable<string> All(Func<string, string?> variable) =>
        InHome
            .Select(name => variable("HOME") is { Length: > 0 } home ? Path.Combine(home, name) : null)
            .Concat(Variables.SelectMany(name => (variable(name) ?? "").Split(Path.PathSeparator)))
            .Where(place => Path.IsPathRooted(place))
            .Select(place => Path.GetFullPath(place!));
}
