using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Build.Delivery;
using Pipeline.Build.Run;
using Pipeline.Catalog;
using Pipeline.Deployments.Gates;
using Pipeline.Deployments.GitOps.Linting;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;

namespace Pipeline.Build.Targets;

/// <summary>The targets that deploy images, promote them and roll them back.</summary>
public interface IDeployServices : IPipelineBuild
{
    /// <summary>The environment to promote from; null: the one that the catalog names.</summary>
    [Parameter("Promote: the environment to promote from. Default: the one that the catalog names")]
    string? From => TryGetValue(() => From);

    /// <summary>The environment to promote to, or the tag or commit to go back to.</summary>
    [Parameter("Promote: the target environment. Rollback: the tag or source commit to go back to; default: the previous good one")]
    string? To => TryGetValue(() => To);

    /// <summary>The reason, for the commit message.</summary>
    [Parameter("Bump, Promote, Rollback: the reason, for the commit message")]
    string? Reason => TryGetValue(() => Reason);

    /// <summary>True where what runs there now counts as a failed change.</summary>
    [Parameter("Bump, Promote: fixes what runs there now, which then counts as a failed change; no freeze or error budget holds it back")]
    bool Fix => TryGetValue<bool?>(() => Fix) ?? false;

    /// <summary>The gates that may not hold back a change.</summary>
    [Parameter("Bump, Promote: the gates to override, freeze or budget, separated by commas; needs --reason, and is recorded")]
    string? Override => TryGetValue(() => Override);

    /// <summary>True to remove the pin of an earlier rollback.</summary>
    [Parameter("Rollback: removes the pin of an earlier rollback, and keeps the image")]
    bool Release => TryGetValue<bool?>(() => Release) ?? false;

    /// <summary>The checkout that <see cref="Scaffold"/> works in; null: the catalog's folder.</summary>
    [Parameter("The checkout of the GitOps repository that Scaffold works in. Default: the catalog's folder")]
    AbsolutePath? GitOpsFolder => TryGetValue(() => GitOpsFolder);

    /// <summary>Delivers the services, from source to a deployment.</summary>
    Target Deliver => _ => _
        .Description("Delivers the services, from source to a deployment: a GitOps commit, releases on hosts, or tasks of Amazon ECS")
        .DependsOn(Bump);

    /// <summary>Validates each service's manifests against the fields of the Kubernetes API.</summary>
    Target LintManifests => _ => _
        .Description("Validates each service's manifests against the fields of the Kubernetes API and common mistakes")
        .Before(Bump)
        .ForEachService(ManifestLint.Run);

    /// <summary>
    /// Deploys the images: by one commit to the GitOps repository, as releases on hosts, or as tasks of Amazon ECS.
    /// </summary>
    [Job("bump", Minutes = 45, Comment = "Sets the images of all services that got this far in the GitOps repository, in one commit.")]
    [NeedsHistory("tells a later build from an earlier one")]
    [NeedsIdentity("asks the registry for the images")]
    [NeedsSecret(DeliveryNeeds.Registry, "asks the registry for the images")]
    [NeedsRight(Scope.Packages, Access.Read, "asks the registry for the images", When = DeliveryNeeds.Packages)]
    [NeedsSecret(DeliveryNeeds.Monitoring, "asks for error budgets")]
    [NeedsTarget(nameof(ITools.FetchTools), "has signatures verified", When = DeliveryNeeds.VerifiedIdentities)]
    [NeedsApp(DeliveryNeeds.GitOps, Scope.Contents, Access.Write, "pushes the commit that sets the images")]
    [NeedsSecret(DeliveryNeeds.Hosts, "logs in to the hosts")]
    [NeedsSecret(DeliveryNeeds.HostVariables, "sets what services on hosts see")]
    Target Bump => _ => _
        .Description("Deploys the images: updates their references in the GitOps repository in one commit, or releases them on hosts or Amazon ECS")
        .TryDependsOn<IBuildImages>(build => build.Sign)
        .TryConsumes<IBuildImages>(this, build => build.Push)
        .Produces(JobFolders.Handover)
        .OnlyWhenStatic(() => !IsPullRequest)
        .ForServicesTogether(steps => Pipeline.Deployments.Targets.Bump.Run(
            steps,
            new() { IsFix = Fix, Reason = Reason, Overrides = Overridden },
            Deployments
        ));

    /// <summary>Waits until the clusters run what <see cref="Bump"/> committed.</summary>
    [Job("sync", Comment = "Waits until Argo CD has made of the cluster what was delivered, and it is healthy.")]
    [NeedsApp(DeliveryNeeds.GitOps, Scope.Contents, Access.Read, "looks for later commits of the branch")]
    [NeedsSecret(DeliveryNeeds.ArgoCd, "asks Argo CD")]
    [NeedsIdentity("asks Amazon ECS", As = DeliveryNeeds.Cluster)]
    [NeedsSecret(DeliveryNeeds.Hosts, "logs in to the hosts")]
    Target Verify => _ => _
        .Description("Waits until Argo CD has synced what Bump committed, or hosts or Amazon ECS run it, and fails if it does not become healthy")
        .DependsOn(Bump)
        .Consumes(Bump)
        .OnlyWhenStatic(() => !IsPullRequest)
        .ForServicesTogether(steps => Pipeline.Deployments.Targets.Verify.Run(steps, Deployments));

    /// <summary>Promotes the image that runs in one environment to the next.</summary>
    [Job("promote", First = [nameof(ITools.FetchTools)], EnvironmentParameter = "to", Comment = "Brings the very images that run in one environment to the next, once they are healthy there.")]
    [NeedsHistory("lists the commits that are promoted")]
    [NeedsIdentity("asks the registry for the images, and scans them again")]
    [NeedsSecret(DeliveryNeeds.Registry, "asks the registry for the images, and scans them again")]
    [NeedsRight(Scope.Packages, Access.Read, "asks the registry for the images, and scans them again", When = DeliveryNeeds.Packages)]
    [NeedsRight(Scope.Packages, Access.Write, "copies the images", When = DeliveryNeeds.CopiedPackages)]
    [NeedsApp(DeliveryNeeds.GitOps, Scope.Contents, Access.Write, "pushes the commit that sets the images")]
    [NeedsApp(DeliveryNeeds.GitOps, Scope.PullRequests, Access.Write, "opens pull requests")]
    [NeedsApp(DeliveryNeeds.GitOps, Scope.Issues, Access.Write, "labels them")]
    [NeedsSecret(DeliveryNeeds.ArgoCd, "asks Argo CD whether they are healthy")]
    [NeedsSecret(DeliveryNeeds.Monitoring, "asks for error budgets")]
    [NeedsSecret(DeliveryNeeds.Hosts, "logs in to the hosts")]
    [NeedsSecret(DeliveryNeeds.HostVariables, "sets what services on hosts see")]
    Target Promote => _ => _
        .Description("Promotes the image that runs in one environment to the next, by a commit or a pull request")
        .After(Bump, Verify)
        .OnlyWhenStatic(() => !IsPullRequest)
        .ForEachService((_, step) => Pipeline.Deployments.Targets.Promote.Run(
            step,
            new() { From = From, IsFix = Fix, Reason = Reason, Overrides = Overridden },
            Deployments
        ))
        .Retries(2);

    /// <summary>Rolls a service back to its previous good image.</summary>
    [Job("rollback", Comment = "Brings the previous good images back by one commit, and pins them.")]
    [NeedsHistory("knows the commits of earlier images")]
    [NeedsIdentity("asks the registry whether it still holds the images")]
    [NeedsSecret(DeliveryNeeds.Registry, "asks the registry whether it still holds the images")]
    [NeedsRight(Scope.Packages, Access.Read, "asks the registry whether it still holds the images", When = DeliveryNeeds.Packages)]
    [NeedsApp(DeliveryNeeds.GitOps, Scope.Contents, Access.Write, "pushes the commit that sets the images")]
    [NeedsApp(DeliveryNeeds.GitOps, Scope.PullRequests, Access.Write, "opens pull requests")]
    [NeedsApp(DeliveryNeeds.GitOps, Scope.Issues, Access.Write, "labels them")]
    [NeedsSecret(DeliveryNeeds.Hosts, "logs in to the hosts")]
    [NeedsSecret(DeliveryNeeds.HostVariables, "sets what services on hosts see")]
    Target Rollback => _ => _
        .Description("Rolls a service back to its previous good image and pins it; with --release, removes the pin")
        .OnlyWhenStatic(() => !IsPullRequest)
        .ForEachService((_, step) => Pipeline.Deployments.Targets.Rollback.Run(
            step,
            new() { To = To, Reason = Reason, Release = Release },
            Deployments
        ));

    /// <summary>Writes Argo CD's projects and application sets.</summary>
    Target Scaffold => _ => _
        .Description("Writes the AppProject and the ApplicationSet of each environment, from the catalog")
        .Executes(() => Pipeline.Deployments.GitOps.ArgoCd.Scaffolding.Scaffold.Write(Platform, ScaffoldedFolder, Console.Out));

    /// <summary>Fails if <see cref="Scaffold"/> would change a file.</summary>
    Target CheckScaffold => _ => _
        .Description("Fails if Scaffold would change a file, and shows the difference")
        .Executes(() => Pipeline.Deployments.GitOps.ArgoCd.Scaffolding.Scaffold.Check(Platform, ScaffoldedFolder, Console.Out));

    private ImmutableArray<string> Overridden => GateOverrides.Parse(Override, Reason);

    private AbsolutePath ScaffoldedFolder => GitOpsFolder ?? Platform.Root;

    // Each works on what runs in an environment; a delivery beside it would change that under its hands.
    DeploymentEnvironment? IPipelineBuild.EnvironmentOfTargets
    {
        get
        {
            // What cannot be overridden is said before anything is built.
            var overridden = Overridden;
            var (promotes, rollsBack) = (Plans(nameof(Promote)), Plans(nameof(Rollback)));
            if (!promotes && !rollsBack)
                return null;

            Assert.True(
                ExecutionPlan.Count(planned => DeclaredTargets.Find(planned.Name) is not null) == 1,
                $"{(promotes ? nameof(Promote) : nameof(Rollback))} runs alone: call it in a run of its own"
            );
            Assert.True(!promotes || To is not null, "name the environment to promote to: --to ENVIRONMENT");
            Assert.True(
                promotes || Lifecycle.Settings.Environment is not null,
                "name the environment to roll back in: --environment ENVIRONMENT"
            );
            Assert.True(
                promotes || (overridden.IsEmpty && !Fix),
                "no gate holds a rollback back: leave out --override and --fix"
            );
            Assert.True(
                promotes || Lifecycle.Settings.Services.Count > 0,
                "name the services to roll back: --service SERVICE"
            );
            return promotes
                ? PromotionPath.Of(Platform, Platform.Environment(To!), From).To
                : Platform.Environment(Lifecycle.Settings.Environment!);
        }
    }

    private bool Plans(string target) => ExecutionPlan.Any(planned => planned.Name == target);
}
