using Amazon.ECR.Internal;
using Amazon.ECR.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.ECR;

/// <summary>
/// A client of Amazon Elastic Container Registry; safe to share between threads. Credentials, signatures, retries and
/// time-outs are those of AWSSDK.Core.
/// </summary>
public class AmazonECRClient : AmazonServiceClient, IAmazonECR
{
    /// <summary>A client with the environment's credentials and region.</summary>
    public AmazonECRClient()
        : this(new AmazonECRConfig()) { }

    /// <summary>A client with the environment's credentials for a region.</summary>
    public AmazonECRClient(RegionEndpoint region)
        : this(new AmazonECRConfig { RegionEndpoint = region }) { }

    /// <summary>A client with the environment's credentials and a configuration of its own.</summary>
    public AmazonECRClient(AmazonECRConfig config)
        : base(config) { }

    /// <summary>A client with given credentials and the environment's region.</summary>
    public AmazonECRClient(AWSCredentials credentials)
        : this(credentials, new AmazonECRConfig()) { }

    /// <summary>A client with given credentials for a region.</summary>
    public AmazonECRClient(AWSCredentials credentials, RegionEndpoint region)
        : this(credentials, new AmazonECRConfig { RegionEndpoint = region }) { }

    /// <summary>A client with given credentials and a configuration of its own.</summary>
    public AmazonECRClient(AWSCredentials credentials, AmazonECRConfig clientConfig)
        : base(credentials, clientConfig) { }

    /// <inheritdoc />
    protected override IServiceMetadata ServiceMetadata { get; } = new EcrMetadata();

    /// <inheritdoc />
    public virtual Task<GetAuthorizationTokenResponse> GetAuthorizationTokenAsync(
        GetAuthorizationTokenRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<GetAuthorizationTokenResponse>(request, cancellationToken);

    /// <inheritdoc />
    public virtual Task<DescribeRepositoriesResponse> DescribeRepositoriesAsync(
        DescribeRepositoriesRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<DescribeRepositoriesResponse>(request, cancellationToken);

    /// <inheritdoc />
    public virtual Task<CreateRepositoryResponse> CreateRepositoryAsync(
        CreateRepositoryRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<CreateRepositoryResponse>(request, cancellationToken);

    /// <inheritdoc />
    public virtual Task<BatchGetImageResponse> BatchGetImageAsync(
        BatchGetImageRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<BatchGetImageResponse>(request, cancellationToken);

    /// <inheritdoc />
    public virtual Task<DescribeImagesResponse> DescribeImagesAsync(
        DescribeImagesRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<DescribeImagesResponse>(request, cancellationToken);

    /// <inheritdoc />
    public virtual Task<GetLifecyclePolicyResponse> GetLifecyclePolicyAsync(
        GetLifecyclePolicyRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<GetLifecyclePolicyResponse>(request, cancellationToken);

    /// <inheritdoc />
    public virtual Task<PutLifecyclePolicyResponse> PutLifecyclePolicyAsync(
        PutLifecyclePolicyRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<PutLifecyclePolicyResponse>(request, cancellationToken);

    /// <inheritdoc />
    public virtual Task<ListTagsForResourceResponse> ListTagsForResourceAsync(
        ListTagsForResourceRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<ListTagsForResourceResponse>(request, cancellationToken);

    /// <inheritdoc />
    public virtual Task<DescribeImageScanFindingsResponse> DescribeImageScanFindingsAsync(
        DescribeImageScanFindingsRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<DescribeImageScanFindingsResponse>(request, cancellationToken);

    /// <inheritdoc />
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new EcrEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new EcrAuthSchemeHandler());
    }

    private Task<TResponse> InvokeAsync<TResponse>(AmazonECRRequest request, CancellationToken cancellationToken)
        where TResponse : AmazonWebServiceResponse, new() =>
        InvokeAsync<TResponse>(
            request,
            new InvokeOptions
            {
                RequestMarshaller = EcrRequestMarshaller.Instance,
                ResponseUnmarshaller = EcrResponseUnmarshaller<TResponse>.Instance,
            },
            cancellationToken
        );

    private sealed class EcrMetadata : IServiceMetadata
    {
        public string ServiceId => AmazonECRConfig.ServiceId;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }
}
