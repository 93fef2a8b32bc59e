using Nuke.Common;
using Pipeline.Build.Delivery;
using Pipeline.Build.Run;
using Pipeline.Execution;
using Pipeline.Execution.Cache;
using Pipeline.Execution.Steps;
using Pipeline.Images.Engines;
using Pipeline.Quality;
using Pipeline.Workflows.Graph;

namespace Pipeline.Build.Targets;

/// <summary>The targets that compile and test services, and scan their sources and dependencies.</summary>
public interface IVerifyServices : IPipelineBuild
{
    internal const string VerifyJob = "verify";
    private const string Passes = "passes it to programs of services";

    /// <summary>Compiles each service.</summary>
    [RunsCode("compiles the service")]
    [NeedsSecret(DeliveryNeeds.PassEnv, Passes, ForCode = true)]
    Target Compile => _ => _
        .Description("Compiles each service")
        .TryAfter<ITools>(build => build.Setup)
        .ForEachService((service, step) => ServiceToolchain.Compile(service, step))
        .AfterDependencies()
        .Cacheable([CommonInputs.Sources, ServiceToolchain.Tools], ServiceToolchain.Outputs);

    /// <summary>Runs each service's unit tests.</summary>
    [Job(VerifyJob, Per = Per.Service, First = [nameof(ITools.Setup)], Versions = true, Minutes = 60, Comment = "Compiles and tests, and holds sources and dependencies against the gates.")]
    [RunsCode("runs the service's tests")]
    [NeedsSecret(DeliveryNeeds.PassEnv, Passes, ForCode = true)]
    Target Test => _ => _
        .Description("Runs each service's unit tests and measures their coverage")
        .DependsOn(Compile)
        .ForEachService((service, step) => ServiceTests.Run(service, step, new TestContainers()))
        .Cacheable([CommonInputs.Sources, ServiceToolchain.Tools, ServiceTests.Tools, CommonInputs.Coverage]);

    /// <summary>Runs each language's linters.</summary>
    [Job(VerifyJob, Per = Per.Service)]
    [RunsCode("runs linters, with the plugins that the service names")]
    [NeedsSecret(DeliveryNeeds.PassEnv, Passes, ForCode = true)]
    Target Lint => _ => _
        .Description("Runs the linters of each service's language")
        .DependsOn(Compile)
        .Produces(JobFolders.Reports)
        .ForEachService((service, step) => ServiceToolchain.Lint(service, step))
        .Cacheable([CommonInputs.Sources, ServiceToolchain.Tools]);

    /// <summary>Static application security testing.</summary>
    [Job(VerifyJob, Per = Per.Service)]
    [RunsCode("runs scanners, with the plugins that the service names")]
    [NeedsSecret(DeliveryNeeds.PassEnv, Passes, ForCode = true)]
    Target Sast => _ => _
        .Description("Scans each service's sources for insecure code")
        .DependsOn(Compile)
        .Produces(JobFolders.Reports)
        .ForEachService((service, step) => StaticAnalysis.Run(service, step))
        .Cacheable([CommonInputs.Sources, StaticAnalysis.Tools, CommonInputs.Severity]);

    /// <summary>
    /// Software composition analysis; never cached, as new vulnerabilities become known while no input changes.
    /// </summary>
    [Job(VerifyJob, Per = Per.Service)]
    [RunsCode("resolves the service's dependencies")]
    [NeedsSecret(DeliveryNeeds.PassEnv, Passes, ForCode = true)]
    Target Sca => _ => _
        .Description("Scans each service's dependencies for known vulnerabilities")
        .DependsOn(Compile)
        .Produces(JobFolders.Reports)
        .ForEachService((service, step) => DependencyAnalysis.Run(service, step));
}
