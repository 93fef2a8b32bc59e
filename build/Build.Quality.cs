using Nuke.Common;
using Pipeline.Execution;
using Pipeline.Execution.Cache;
using Pipeline.Images;
using Pipeline.Quality;
using Pipeline.Quality.Testing;
using Pipeline.Workflows.Graph;

sealed partial class Build
{
    Target Compile => _ => _
        .Description("Compiles each service")
        .After(Setup)
        .ForEachService((service, step) => Toolchains.Compile(service, step))
        .AfterDependencies()
        .Cacheable([Inputs.Sources, Toolchains.Tools], Toolchains.Outputs);

    [Job(VerifyJob, Per = Per.Service, First = [nameof(Setup)], Versions = true, Minutes = 60, Comment = "Compiles and tests, and holds sources and dependencies against the gates.")]
    Target Test => _ => _
        .Description("Runs each service's unit tests and measures their coverage")
        .DependsOn(Compile)
        .ForEachService((service, step) => ServiceTests.Run(service, step, new TestContainers()))
        .Cacheable([Inputs.Sources, Toolchains.Tools, ServiceTests.Tools, Inputs.Coverage]);

    [Job(VerifyJob, Per = Per.Service)]
    Target Lint => _ => _
        .Description("Holds each service against its language's linters")
        .DependsOn(Compile)
        .ForEachService((service, step) => Toolchains.Lint(service, step))
        .Cacheable([Inputs.Sources, Toolchains.Tools]);

    [Job(VerifyJob, Per = Per.Service)]
    Target Sast => _ => _
        .Description("Searches each service's sources for insecure code")
        .DependsOn(Compile)
        .ForEachService((service, step) => StaticAnalysis.Run(service, step))
        .Cacheable([Inputs.Sources, StaticAnalysis.Tools, Inputs.Severity]);

    // What is known of vulnerabilities grows while no input changes, so this is asked every time.
    [Job(VerifyJob, Per = Per.Service)]
    Target Sca => _ => _
        .Description("Searches each service's dependencies for known vulnerabilities")
        .DependsOn(Compile)
        .ForEachService((service, step) => DependencyAnalysis.Run(service, step));
}
