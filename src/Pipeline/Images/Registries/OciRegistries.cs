namespace Pipeline.Images.Registries;

/// <summary>
/// Any registry that implements the OCI Distribution API, such as GitHub's: opened by the login that the catalog names,
/// by the one that <c>docker login</c> keeps, or by none.
/// </summary>
internal sealed class OciRegistries : IRegistryKind
{
    /// <inheritdoc cref="IRegistryKind.Open" />
    public IRegistrySession Open(RegistryLocation registry)
    {
        var kept = new DockerLogin(registry.Host, DockerConfig.DefaultFile);
        return new OciSession(registry.Login is { } login ? new CatalogLogin(login, kept) : kept);
    }
}
