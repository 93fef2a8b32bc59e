namespace Amazon.ECR.Model;

/// <summary>Asks for the manifests of images.</summary>
public class BatchGetImageRequest : AmazonECRRequest
{
    /// <summary>The account id of the registry, 12 digits; null is the caller's own.</summary>
    public string RegistryId { get; set; }

    /// <summary>The repository. Required.</summary>
    public string RepositoryName { get; set; }

    /// <summary>1 to 100 images. Required.</summary>
    public List<ImageIdentifier> ImageIds { get; set; }

    /// <summary>The manifest types that are understood; null is any.</summary>
    public List<string> AcceptedMediaTypes { get; set; }
}
