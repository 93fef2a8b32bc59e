using Amazon.ECR.Model;
using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>Amazon Elastic Container Registry, as far as Pipeline uses it.</summary>
public interface IAmazonECR : IAmazonService, IDisposable
{
    /// <summary>Gets the user name and password for a registry, valid for 12 hours.</summary>
    /// <exception cref="InvalidParameterException">A parameter is not as the service expects it.</exception>
    /// <exception cref="ServerException">The service itself failed.</exception>
    Task<GetAuthorizationTokenResponse> GetAuthorizationTokenAsync(
        GetAuthorizationTokenRequest request,
        CancellationToken cancellationToken = default
    );

    /// <summary>Lists a registry's repositories, or those that are named.</summary>
    /// <exception cref="RepositoryNotFoundException">A repository that is named does not exist.</exception>
    /// <exception cref="InvalidParameterException">A parameter is not as the service expects it.</exception>
    /// <exception cref="ServerException">The service itself failed.</exception>
    Task<DescribeRepositoriesResponse> DescribeRepositoriesAsync(
        DescribeRepositoriesRequest request,
        CancellationToken cancellationToken = default
    );

    /// <summary>Creates a repository.</summary>
    /// <exception cref="RepositoryAlreadyExistsException">A repository of that name exists.</exception>
    /// <exception cref="InvalidParameterException">A parameter is not as the service expects it.</exception>
    /// <exception cref="InvalidTagParameterException">A tag is not as the service expects it.</exception>
    /// <exception cref="TooManyTagsException">There are more tags than a repository can have.</exception>
    /// <exception cref="LimitExceededException">The registry has as many repositories as it may have.</exception>
    /// <exception cref="KmsException">The encryption key cannot be used.</exception>
    /// <exception cref="ServerException">The service itself failed.</exception>
    Task<CreateRepositoryResponse> CreateRepositoryAsync(
        CreateRepositoryRequest request,
        CancellationToken cancellationToken = default
    );

    /// <summary>Gets the manifests of up to 100 images; what cannot be had is among the response's failures.</summary>
    /// <exception cref="RepositoryNotFoundException">The repository does not exist.</exception>
    /// <exception cref="InvalidParameterException">A parameter is not as the service expects it.</exception>
    /// <exception cref="LimitExceededException">A limit of the registry is reached.</exception>
    /// <exception cref="UnableToGetUpstreamImageException">
    /// The upstream of a pull-through cache did not answer.
    /// </exception>
    /// <exception cref="ServerException">The service itself failed.</exception>
    Task<BatchGetImageResponse> BatchGetImageAsync(
        BatchGetImageRequest request,
        CancellationToken cancellationToken = default
    );

    /// <summary>Gets tags, size, digest and push time of a repository's images.</summary>
    /// <exception cref="ImageNotFoundException">An image that is named does not exist.</exception>
    /// <exception cref="RepositoryNotFoundException">The repository does not exist.</exception>
    /// <exception cref="InvalidParameterException">A parameter is not as the service expects it.</exception>
    /// <exception cref="ServerException">The service itself failed.</exception>
    Task<DescribeImagesResponse> DescribeImagesAsync(
        DescribeImagesRequest request,
        CancellationToken cancellationToken = default
    );

    /// <summary>Gets a repository's lifecycle policy.</summary>
    /// <exception cref="LifecyclePolicyNotFoundException">The repository has none.</exception>
    /// <exception cref="RepositoryNotFoundException">The repository does not exist.</exception>
    /// <exception cref="ValidationException">The request contradicts itself or what there is.</exception>
    /// <exception cref="InvalidParameterException">A parameter is not as the service expects it.</exception>
    /// <exception cref="ServerException">The service itself failed.</exception>
    Task<GetLifecyclePolicyResponse> GetLifecyclePolicyAsync(
        GetLifecyclePolicyRequest request,
        CancellationToken cancellationToken = default
    );

    /// <summary>Gives a repository a lifecycle policy, in place of the one before.</summary>
    /// <exception cref="RepositoryNotFoundException">The repository does not exist.</exception>
    /// <exception cref="ValidationException">The request contradicts itself or what there is.</exception>
    /// <exception cref="InvalidParameterException">A parameter is not as the service expects it.</exception>
    /// <exception cref="ServerException">The service itself failed.</exception>
    Task<PutLifecyclePolicyResponse> PutLifecyclePolicyAsync(
        PutLifecyclePolicyRequest request,
        CancellationToken cancellationToken = default
    );

    /// <summary>Lists a repository's AWS tags.</summary>
    /// <exception cref="RepositoryNotFoundException">The repository does not exist.</exception>
    /// <exception cref="InvalidParameterException">A parameter is not as the service expects it.</exception>
    /// <exception cref="ServerException">The service itself failed.</exception>
    Task<ListTagsForResourceResponse> ListTagsForResourceAsync(
        ListTagsForResourceRequest request,
        CancellationToken cancellationToken = default
    );

    /// <summary>Gets what the registry's own scan of an image found.</summary>
    /// <exception cref="ScanNotFoundException">The image was not scanned.</exception>
    /// <exception cref="ImageNotFoundException">The repository has no such image.</exception>
    /// <exception cref="RepositoryNotFoundException">The repository does not exist.</exception>
    /// <exception cref="ValidationException">The request contradicts itself or what there is.</exception>
    /// <exception cref="InvalidParameterException">A parameter is not as the service expects it.</exception>
    /// <exception cref="ServerException">The service itself failed.</exception>
    Task<DescribeImageScanFindingsResponse> DescribeImageScanFindingsAsync(
        DescribeImageScanFindingsRequest request,
        CancellationToken cancellationToken = default
    );

    /// <inheritdoc cref="IAmazonService.CreateDefaultClientConfig" />
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonECRConfig();

    /// <inheritdoc cref="IAmazonService.CreateDefaultServiceClient" />
    static IAmazonService IAmazonService.CreateDefaultServiceClient(
        AWSCredentials awsCredentials,
        ClientConfig clientConfig
    )
    {
        var config =
            clientConfig as AmazonECRConfig
            ?? throw new AmazonClientException($"{nameof(clientConfig)} is not an {nameof(AmazonECRConfig)}.");
        return awsCredentials is null ? new AmazonECRClient(config) : new AmazonECRClient(awsCredentials, config);
    }
}
