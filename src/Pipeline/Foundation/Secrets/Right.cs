namespace Pipeline.Foundation.Secrets;

/// <summary>A right that a run can use beyond what its machine lets everyone do.</summary>
internal enum Right
{
    /// <summary>A login of a registry.</summary>
    RegistryLogin,

    /// <summary>The AWS identity, for a token of Amazon ECR.</summary>
    EcrToken,

    /// <summary>The identity that GitHub gives to a job, for AWS.</summary>
    CloudRole,

    /// <summary>A key, or the identity of a workflow, that signs.</summary>
    Signature,

    /// <summary>To write to a Git repository.</summary>
    GitPush,

    /// <summary>A token of GitHub's API.</summary>
    GitHubToken,

    /// <summary>A token of Argo CD.</summary>
    ArgoCdToken,

    /// <summary>A token or keys of a monitoring system.</summary>
    MonitoringToken,

    /// <summary>Secrets that a Dockerfile sees.</summary>
    BuildSecrets,

    /// <summary>Variables that the catalog passes to programs of a service.</summary>
    PassedVariables,
}
