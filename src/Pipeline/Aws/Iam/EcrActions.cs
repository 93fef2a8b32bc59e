using Pipeline.Catalog;

namespace Pipeline.Aws.Iam;

/// <summary>
/// The actions of Amazon ECR that a role needs for what Pipeline asks of it; tests hold them against that.
/// </summary>
/// <remarks>
/// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
/// </remarks>
internal static class EcrActions
{
    /// <summary>Logs in; it cannot be granted for one repository.</summary>
    public const string Login = "ecr:GetAuthorizationToken";

    /// <summary>What the registry asks for where an image is read through the Distribution API.</summary>
    public static ImmutableArray<string> Pull { get; } =
    ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

    /// <summary>What the registry asks for, besides, where an image is written through it.</summary>
    public static ImmutableArray<string> Push { get; } =
    ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"];

    /// <summary>What an environment's settings of repositories take.</summary>
    public static ImmutableArray<string> Keep(EcrSettings settings)
    {
        var hasLifecycle = settings.Lifecycle is not null;
        return
        [
            "ecr:DescribeRepositories",
            .. When(settings.Create, "ecr:CreateRepository"),
            .. When(settings.Create && !settings.Tags.IsEmpty, "ecr:TagResource"),
            .. When(!settings.Tags.IsEmpty, "ecr:ListTagsForResource"),
            .. When(hasLifecycle, "ecr:GetLifecyclePolicy"),
            .. When(hasLifecycle && settings.Create, "ecr:PutLifecyclePolicy"),
            .. When(settings.Findings, "ecr:DescribeImageScanFindings"),
        ];
    }

    private static ImmutableArray<string> When(bool isNeeded, string action) => isNeeded ? [action] : [];
}
