namespace Amazon.ECR.Model;

/// <summary>An image by digest, by tag, or by both.</summary>
public class ImageIdentifier
{
    /// <summary>The digest, <c>sha256:…</c>.</summary>
    public string ImageDigest { get; set; }

    /// <summary>The tag, 1 to 300 characters.</summary>
    public string ImageTag { get; set; }
}
