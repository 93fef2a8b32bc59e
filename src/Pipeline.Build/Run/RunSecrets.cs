using Pipeline.Build.Telemetry;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.ArgoCd;
using Pipeline.Deployments.GitOps.PullRequests;
using Pipeline.Deployments.Objectives;
using Pipeline.Deployments.Ssh.Connections;
using Pipeline.Images.Building;
using Pipeline.Images.Registries;
using Pipeline.Images.Signing;

namespace Pipeline.Build.Run;

/// <summary>Every value that a run must not write anywhere.</summary>
internal static class RunSecrets
{
    /// <summary>Those of the build's parameters, and those of the variables that the catalog names.</summary>
    public static ImmutableArray<string> Of(IPipelineBuild build, Platform platform) =>
        [
            .. SecretParameters.ValuesOf(build),
            .. ForgeTokens.Of(platform),
            .. ArgoCdAccess.Secrets(platform),
            .. Monitoring.Secrets(platform),
            .. SigningSecrets.Of(platform),
            .. BuildSecrets.Of(platform),
            .. RegistrySecrets.Of(platform),
            .. new OtlpSettings(Environment.GetEnvironmentVariable).Secrets,
            .. SshSecrets.Of(platform),
        ];
}
