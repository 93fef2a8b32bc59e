using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>A page of repositories.</summary>
public class DescribeRepositoriesResponse : AmazonWebServiceResponse
{
    /// <summary>The repositories.</summary>
    public List<Repository> Repositories { get; set; }

    /// <summary>What to ask the next page with; null on the last one.</summary>
    public string NextToken { get; set; }
}
