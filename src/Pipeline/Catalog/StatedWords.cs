namespace Pipeline.Catalog;

/// <summary>
/// What the catalog states in plain text and images, manifests and commits are named by: whoever reads the repository
/// knows it, so no part of it is a secret.
/// </summary>
internal static class StatedWords
{
    /// <summary>The words of a catalog.</summary>
    public static ImmutableArray<string> Of(Platform platform) =>
        [
            .. new[] { platform.Name, WithoutUser(platform.Source) }
                .Concat(platform.BasesAndServices.SelectMany(Of))
                .Concat(platform.Services.SelectMany(service => new[] { service.Manifests, service.Container }))
                .Concat(platform.Environments.SelectMany(Of))
                .OfType<string>()
                .Distinct(),
        ];

    private static IEnumerable<string?> Of(ImageSource source) => [source.Name, source.Image, source.Path];

    private static IEnumerable<string?> Of(DeploymentEnvironment environment) =>
        [
            environment.Name,
            environment.Registry,
            environment.MovingTag,
            environment.RegistryLogin?.User,
            WithoutUser(environment.GitOps?.Repository),
            environment.GitOps?.Branch,
            environment.GitOps?.Path,
            environment.Ssh?.Folder,
            environment.Ecs?.Region,
            environment.Ecs?.Cluster,
            .. environment.Ssh?.Hosts.Select(host => host.Name) ?? [],
        ];

    // An address may hold a credential, which is a secret all the same.
    private static string? WithoutUser(string? address) => address?[(address.LastIndexOf('@') + 1)..];
}
