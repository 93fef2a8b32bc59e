namespace Amazon.ECR.Model;

/// <summary>Encryption at rest.</summary>
public class EncryptionConfiguration
{
    /// <summary>With whose keys. Required.</summary>
    public EncryptionType EncryptionType { get; set; }

    /// <summary>The key of AWS KMS; null is the service's own.</summary>
    public string KmsKey { get; set; }
}
