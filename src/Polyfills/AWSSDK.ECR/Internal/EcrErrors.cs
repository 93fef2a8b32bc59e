using Amazon.ECR.Model;
using Amazon.Runtime.Internal;

namespace Amazon.ECR.Internal;

/// <summary>The service model's error codes and the exception types that bear their names.</summary>
internal static class EcrErrors
{
    private static readonly Dictionary<string, Type> Types = new Type[]
    {
        typeof(ImageAlreadyExistsException),
        typeof(ImageNotFoundException),
        typeof(ImageTagAlreadyExistsException),
        typeof(InvalidParameterException),
        typeof(InvalidTagParameterException),
        typeof(KmsException),
        typeof(LifecyclePolicyNotFoundException),
        typeof(LimitExceededException),
        typeof(RepositoryAlreadyExistsException),
        typeof(RepositoryNotFoundException),
        typeof(ScanNotFoundException),
        typeof(ServerException),
        typeof(TooManyTagsException),
        typeof(UnableToGetUpstreamImageException),
        typeof(ValidationException),
    }.ToDictionary(type => type.Name, StringComparer.Ordinal);

    internal static AmazonECRException From(ErrorResponse error) =>
        (AmazonECRException)
            Activator.CreateInstance(
                Types.GetValueOrDefault(error.Code ?? "", typeof(AmazonECRException)),
                error.Message,
                error.InnerException,
                error.Type,
                error.Code,
                error.RequestId,
                error.StatusCode
            );
}
