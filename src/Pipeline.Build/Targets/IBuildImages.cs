using Nuke.Common;
using Pipeline.Build.Delivery;
using Pipeline.Build.Run;
using Pipeline.Deployments.GitOps.Versions;
using Pipeline.Execution;
using Pipeline.Images;
using Pipeline.Images.Versions;
using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;

namespace Pipeline.Build.Targets;

/// <summary>The targets that build, scan, push and sign images.</summary>
public interface IBuildImages : IPipelineBuild
{
    private const string ImageJob = "image";

    private static readonly IImageVersions Versions = new GitVersions();

    /// <summary>Builds each service's image.</summary>
    [Job(ImageJob, Per = Per.Service, First = [nameof(ITools.Setup)], Again = [nameof(IVerifyServices.Compile)], Minutes = 60, Comment = "Builds, scans, pushes and signs the image on one machine: what was scanned is what is pushed.")]
    [NeedsSecret(DeliveryNeeds.BuildSecrets, "builds images with it")]
    [NeedsSecret(DeliveryNeeds.Registry, "pulls base images", When = DeliveryNeeds.PulledBases)]
    [NeedsRight(Scope.Packages, Access.Read, "pulls base images", When = DeliveryNeeds.PulledPackages)]
    Target Image => _ => _
        .Description("Builds each service's image, once a commit")
        .TryDependsOn<IVerifyServices>(build => build.Test, build => build.Lint, build => build.Sast, build => build.Sca)
        .ForEachImage((source, step) => ImageBuild.Run(source, step, Versions))
        .AtMost(4, "image build")
        .Retries(2);

    /// <summary>Scans each image for known vulnerabilities.</summary>
    [Job(ImageJob, Per = Per.Service)]
    Target Scan => _ => _
        .Description("Scans each image for known vulnerabilities")
        .DependsOn(Image)
        .ForEachImage((source, step) => ImageScan.Run(source, step));

    /// <summary>Writes each image's bill of materials.</summary>
    [Job(ImageJob, Per = Per.Service)]
    Target Sbom => _ => _
        .Description("Writes each image's software bill of materials, as CycloneDX and SPDX")
        .DependsOn(Image)
        .ForEachImage((source, step) => ImageSbom.Run(source, step));

    /// <summary>Pushes each image, once, by digest.</summary>
    [Job(ImageJob, Per = Per.Service)]
    [NeedsIdentity("pushes to the registry")]
    [NeedsSecret(DeliveryNeeds.Registry, "pushes to the registry")]
    [NeedsRight(Scope.Packages, Access.Write, "pushes to the registry", When = DeliveryNeeds.Packages)]
    [NeedsRight(Scope.Contents, Access.Write, "makes the tag of an image's version", When = DeliveryNeeds.VersionTags)]
    [NeedsHistory("tells what commits have changed since the last version", When = DeliveryNeeds.CommitVersions)]
    Target Push => _ => _
        .Description("Pushes each image to the registry, once, by digest")
        .DependsOn(Scan, Sbom)
        .Produces(HandoverFolder)
        .OnlyWhenStatic(() => !IsPullRequest)
        .ForEachImage((source, step) => ImagePush.Run(source, step, Versions))
        .Retries(3);

    /// <summary>Signs each image's digest, and attests its provenance.</summary>
    [Job(ImageJob, Per = Per.Service)]
    [NeedsSecret(DeliveryNeeds.SigningKey, "signs images")]
    [NeedsIdentity("signs images", As = DeliveryNeeds.Workflow)]
    Target Sign => _ => _
        .Description("Signs the digest of each pushed image, and attests its provenance and bill of materials")
        .DependsOn(Push)
        .OnlyWhenStatic(() => !IsPullRequest)
        .ForEachImage((source, step) => ImageSign.Run(source, step))
        .Retries(3);

    /// <summary>Verifies signature, provenance and bill of materials against the environment's policy.</summary>
    Target VerifyImage => _ => _
        .Description("Verifies each image's signature, provenance and bill of materials against the environment's policy")
        .DependsOn(Sign)
        .OnlyWhenStatic(() => !IsPullRequest)
        .ForEachImage((source, step) => ImageVerification.Run(source, step))
        .Retries(3);

    /// <summary>Starts each pushed image and checks its health endpoint.</summary>
    Target Smoke => _ => _
        .Description("Starts each pushed image and checks its health endpoint")
        .DependsOn(Push)
        .OnlyWhenStatic(() => !IsPullRequest)
        .ForEachService((service, step) => ImageSmoke.Run(service, step))
        .Retries(2);
}
