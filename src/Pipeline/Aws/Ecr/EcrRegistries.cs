using Amazon;
using Amazon.ECR;
using Pipeline.Aws.Identity;
using Pipeline.Catalog;
using Pipeline.Images.Registries;

namespace Pipeline.Aws.Ecr;

/// <summary>The private registries of Amazon ECR, opened by the AWS identity at hand.</summary>
internal sealed class EcrRegistries : IRegistryKind
{
    /// <inheritdoc />
    public IRegistrySession? Open(RegistryLocation registry) =>
        EcrAddress.TryParse(registry.Host) is { } address
            ? new EcrSession(
                address.Account,
                new AmazonECRClient(Settings(address.Region)),
                TimeProvider.System,
                cancellation => GitHubWebIdentity.Current.Refresh(address.Region, cancellation)
            )
            : null;

    // Where AWS_ENDPOINT_URL leads elsewhere, the region to sign for cannot be told from the address.
    private static AmazonECRConfig Settings(string region) =>
        new() { RegionEndpoint = RegionEndpoint.GetBySystemName(region), AuthenticationRegion = region };
}
