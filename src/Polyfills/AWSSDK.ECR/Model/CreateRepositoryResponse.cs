using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>The new repository.</summary>
public class CreateRepositoryResponse : AmazonWebServiceResponse
{
    /// <summary>The repository as it was created.</summary>
    public Repository Repository { get; set; }
}
