using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>How a repository is encrypted at rest.</summary>
public class EncryptionType(string value) : ConstantClass(value)
{
    /// <summary>With keys of Amazon S3.</summary>
    public static readonly EncryptionType AES256 = new("AES256");

    /// <summary>With a key of AWS KMS.</summary>
    public static readonly EncryptionType KMS = new("KMS");

    /// <summary>With a key of AWS KMS, in two layers.</summary>
    public static readonly EncryptionType KMS_DSSE = new("KMS_DSSE");

    /// <summary>The constant of that value; a new one if it is not known here.</summary>
    public static EncryptionType FindValue(string value) => FindValue<EncryptionType>(value);

    /// <summary>The constant of that value.</summary>
    public static implicit operator EncryptionType(string value) => FindValue(value);
}
