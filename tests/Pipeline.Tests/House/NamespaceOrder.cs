namespace Pipeline.Tests.House;

/// <summary>
/// The order of the rooms, lowest first, as <c>docs/architecture.md</c> states it: what stands in one may use what
/// stands there or in a line above, and nothing below.
/// </summary>
internal static class NamespaceOrder
{
    public static ImmutableArray<string> Lines { get; } =
    [
        // What every room stands on.
        "Pipeline.Foundation",
        "Pipeline.Foundation.Files",
        "Pipeline.Foundation.Failures",
        "Pipeline.Foundation.Secrets",
        "Pipeline.Foundation.Yaml",
        "Pipeline.Foundation.Processes",
        "Pipeline.Foundation.Git",
        // Writes the workflows of any NUKE build, and knows nothing of catalogs and services.
        "Pipeline.Workflows.Model",
        "Pipeline.Workflows.Pins",
        "Pipeline.Workflows.Graph",
        "Pipeline.Workflows.Design",
        "Pipeline.Workflows.Writing",
        "Pipeline.Workflows.Updates",
        "Pipeline.Workflows.Explaining",
        "Pipeline.Workflows",
        // What there is.
        "Pipeline.Catalog",
        "Pipeline.Catalog.Reading",
        // What must happen.
        "Pipeline.Planning",
        "Pipeline.Planning.Versions",
        // When.
        "Pipeline.Execution.Logs",
        "Pipeline.Execution.Sandboxes",
        "Pipeline.Execution.Steps",
        "Pipeline.Execution.Graph",
        "Pipeline.Execution.Cache",
        "Pipeline.Execution.Recovery",
        "Pipeline.Execution",
        "Pipeline.Forge",
        // How.
        "Pipeline.Tools.Locked",
        "Pipeline.Tools",
        "Pipeline.Quality.Findings",
        "Pipeline.Quality.CodeScanning",
        "Pipeline.Quality.Scanners",
        "Pipeline.Quality.Testing.Dependencies",
        "Pipeline.Quality.Testing",
        "Pipeline.Quality.Languages",
        "Pipeline.Quality.Languages.DotNet",
        "Pipeline.Quality.Languages.Go",
        "Pipeline.Quality.Languages.Node",
        "Pipeline.Quality.Languages.Python",
        "Pipeline.Quality",
        "Pipeline.Images.Registries",
        "Pipeline.Images.Layouts",
        "Pipeline.Images.Contexts",
        "Pipeline.Images.Engines",
        "Pipeline.Images.Building",
        "Pipeline.Images.LocalRegistries",
        "Pipeline.Images.Signing",
        "Pipeline.Images.Versions",
        "Pipeline.Images",
        "Pipeline.Images.Caching",
        "Pipeline.Deployments.Decisions",
        "Pipeline.Deployments.History",
        "Pipeline.Deployments.Health",
        "Pipeline.Deployments.Promotions",
        "Pipeline.Deployments",
        "Pipeline.Deployments.Dora",
        "Pipeline.Deployments.Audit",
        "Pipeline.Deployments.Targets",
        "Pipeline.Deployments.GitOps.Manifests",
        "Pipeline.Deployments.GitOps.Rendering",
        "Pipeline.Deployments.GitOps.Search",
        "Pipeline.Deployments.GitOps.Remotes",
        "Pipeline.Deployments.GitOps.PullRequests",
        "Pipeline.Deployments.GitOps.Versions",
        "Pipeline.Deployments.GitOps.Linting",
        "Pipeline.Deployments.GitOps.Sources",
        "Pipeline.Deployments.GitOps.Changes",
        "Pipeline.Deployments.GitOps.Bumps",
        "Pipeline.Deployments.GitOps.Promotions",
        "Pipeline.Deployments.GitOps.Rollbacks",
        "Pipeline.Deployments.GitOps.Forecasts",
        "Pipeline.Deployments.GitOps.Audit",
        "Pipeline.Deployments.GitOps.ArgoCd",
        "Pipeline.Deployments.GitOps.ArgoCd.Scaffolding",
        "Pipeline.Deployments.GitOps",
        "Pipeline.Aws.Identity",
        "Pipeline.Aws.Ecr",
        // What a repository has before there is a catalog.
        "Pipeline.Adoption.Trees",
        "Pipeline.Adoption.Workflows",
        "Pipeline.Adoption.Review",
        // What a NUKE build takes in.
        "Pipeline.Build.Preview",
        "Pipeline.Build.Reporting",
        "Pipeline.Build.Reporting.Preview",
        "Pipeline.Build.Reporting.Adoption",
        "Pipeline.Build.Reporting.Audit",
        "Pipeline.Build.Reporting.Html",
        "Pipeline.Build.Reporting.GitHub",
        "Pipeline.Build.Reporting.Terminal",
        "Pipeline.Build.Delivery",
        "Pipeline.Build.Run",
        "Pipeline.Build.Targets",
        "Pipeline.Build",
    ];

    /// <summary>The place of a namespace, the lowest being 0; -1 where it has none.</summary>
    public static int Of(string name) => Lines.IndexOf(name);
}
