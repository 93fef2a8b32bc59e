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
    internal const string PublishJob = "publish";

    private static readonly IImageVersions Versions = new GitVersions();

    /// <summary>Builds each service's image.</summary>
    [Job(ImageJob, Per = Per.Service, First = [nameof(ITools.Setup)], Again = [nameof(IVerifyServices.Compile)], With = [nameof(Export)], Minutes = 60, Comment = "Builds the image, and leaves it as an OCI layout. The service's code runs here, so nothing here can push or sign.")]
    [RunsCode("builds the service by its Dockerfile")]
    [NeedsSecret(DeliveryNeeds.BuildSecrets, "builds images with it", ForCode = true)]
    [NeedsSecret(DeliveryNeeds.PassEnv, "passes it to what compiles again", ForCode = true)]
    [NeedsSecret(DeliveryNeeds.Registry, "pulls base images", When = DeliveryNeeds.PulledBases, ForCode = true)]
    [NeedsRight(Scope.Packages, Access.Read, "pulls base images", When = DeliveryNeeds.PulledPackages)]
    Target Image => _ => _
        .Description("Builds each service's image, once a commit")
        .TryDependsOn<IVerifyServices>(build => build.Test, build => build.Lint, build => build.Sast, build => build.Sca)
        .ForEachImage((source, step) => ImageBuild.Run(source, step, Versions))
        .AtMost(4, "image build")
        .Retries(2);

    /// <summary>Leaves each built image as an OCI layout, for a job on another machine.</summary>
    [Job(ImageJob, Per = Per.Service)]
    Target Export => _ => _
        .Description("Hands each built image over to a job on another machine, as an OCI layout")
        .DependsOn(Image)
        .Produces(JobFolders.Handover)
        .ForEachImage((source, step) => ImageExport.Run(source, step));

    /// <summary>Takes the image that an earlier job handed over.</summary>
    [Job(PublishJob, Per = Per.Service, Comment = "Works on exactly the image that the job before has built, by its digest. No code of the service runs here.")]
    Target Receive => _ => _
        .Description("Takes the image that a job on another machine has built, once its digest is the stated one")
        .After(Export)
        .Before(Scan, Sbom)
        .Consumes(Export)
        .ForEachImage((source, step) => ImageReceipt.Run(source, step, Versions))
        .Retries(2);

    /// <summary>Scans each image for known vulnerabilities.</summary>
    [Job(PublishJob, Per = Per.Service, First = [nameof(ITools.FetchTools)], With = [nameof(Receive)])]
    Target Scan => _ => _
        .Description("Scans each image for known vulnerabilities")
        .DependsOn(Image)
        .Produces(JobFolders.Reports)
        .ForEachImage((source, step) => ImageScan.Run(source, step));

    /// <summary>Writes each image's bill of materials.</summary>
    [Job(PublishJob, Per = Per.Service, First = [nameof(ITools.FetchTools)], With = [nameof(Receive)])]
    Target Sbom => _ => _
        .Description("Writes each image's software bill of materials, as CycloneDX and SPDX")
        .DependsOn(Image)
        .ForEachImage((source, step) => ImageSbom.Run(source, step));

    /// <summary>Pushes each image, once, by digest.</summary>
    [Job(PublishJob, Per = Per.Service)]
    [NeedsIdentity("pushes to the registry")]
    [NeedsSecret(DeliveryNeeds.Registry, "pushes to the registry")]
    [NeedsRight(Scope.Packages, Access.Write, "pushes to the registry", When = DeliveryNeeds.Packages)]
    [NeedsRight(Scope.Contents, Access.Write, "makes the tag of an image's version", When = DeliveryNeeds.VersionTags)]
    [NeedsHistory("tells what commits have changed since the last version", When = DeliveryNeeds.CommitVersions)]
    Target Push => _ => _
        .Description("Pushes each image to the registry, once, by digest")
        .DependsOn(Scan, Sbom)
        .Produces(JobFolders.Handover)
        .OnlyWhenStatic(() => !IsPullRequest)
        .ForEachImage((source, step) => ImagePush.Run(source, step, Versions))
        .Retries(3);

    /// <summary>Signs each image's digest, and attests its provenance.</summary>
    [Job(PublishJob, Per = Per.Service)]
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
    [RunsCode("starts the service")]
    Target Smoke => _ => _
        .Description("Starts each pushed image and checks its health endpoint")
        .DependsOn(Push)
        .OnlyWhenStatic(() => !IsPullRequest)
        .ForEachService((service, step) => ImageSmoke.Run(service, step))
        .Retries(2);
}
