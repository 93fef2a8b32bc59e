using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>What the requests of this service have in common.</summary>
public class AmazonECRRequest : AmazonWebServiceRequest;
