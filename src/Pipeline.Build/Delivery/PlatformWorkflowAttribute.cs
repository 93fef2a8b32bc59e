using System.Diagnostics;
using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Build.Reporting.GitHub;
using Pipeline.Catalog;
using Pipeline.Foundation.Git;
using Pipeline.Quality;
using Pipeline.Quality.Languages;
using Pipeline.Workflows;
using Pipeline.Workflows.Design;
using Pipeline.Workflows.Model;

namespace Pipeline.Build.Delivery;

/// <summary>A workflow for the services of a catalog, in the catalog's repository.</summary>
/// <param name="name">The workflow's name.</param>
[AttributeUsage(AttributeTargets.Class)]
public abstract class PlatformWorkflowAttribute(string name) : WorkflowAttribute(name)
{
    /// <summary>The branch that is delivered; null: the one that the catalog names, or <c>main</c>.</summary>
    public string? Branch { get; set; }

    /// <summary>The targets; their dependencies are included.</summary>
    public string[] Targets { get; set; } = [];

    /// <summary>The target that finds the services to work on.</summary>
    public string Plan { get; set; } = "Preview";

    /// <summary>The target that reports whether all jobs succeeded.</summary>
    public string Gate { get; set; } = "Gate";

    /// <summary>
    /// The target that uploads what scanners found to GitHub's code scanning, where the catalog asks for that; null for
    /// none.
    /// </summary>
    public string? Findings { get; set; }

    /// <inheritdoc />
    public override AbsolutePath FolderOf(INukeBuild build) => PlatformOf(build).Root / ".github" / "workflows";

    /// <inheritdoc />
    public override WorkflowDesign? Design(INukeBuild build)
    {
        var platform = PlatformOf(build);
        return Design(platform) is { } design
            ? design with
            {
                HasSubmodules = SubmoduleTree.HasAny(platform.Root),
            }
            : null;
    }

    /// <inheritdoc cref="Design(INukeBuild)"/>
    /// <param name="platform">The catalog.</param>
    public abstract WorkflowDesign? Design(Platform platform);

    /// <summary>How the build takes over what earlier jobs handed over.</summary>
    protected static JobHandover Handover { get; } =
        new(JobFolders.Handover, JobFolders.Arrivals, "handover", JobOutputs.Handover);

    /// <summary>The target that uploads findings, where the catalog asks for it.</summary>
    private protected ImmutableArray<string> FindingsOf(Platform platform) =>
        platform.CodeScanning && Findings is { } target ? [target] : [];

    /// <summary>Where that target finds them.</summary>
    private protected static JobReports? ReportsOf(Platform platform) =>
        platform.CodeScanning ? new(JobFolders.Reports, JobFolders.Arrivals) : null;

    /// <summary>The services that the plan finds.</summary>
    protected ServiceDiscovery Services(Platform platform) =>
        new()
        {
            Target = Plan,
            Arguments = ["--format", "github", "--assume-clean"],
            Most = platform.Services.Length,
            Languages =
            [
                .. SupportedLanguages
                    .All.Where(supported => platform.Services.Any(service => HasVersionsOf(supported, service)))
                    .Select(Setup),
            ],
        };

    /// <summary>How workflows install a version of each supported language.</summary>
    public static ImmutableArray<LanguageSetup> LanguageSetups { get; } = [.. SupportedLanguages.All.Select(Setup)];

    /// <summary>The branches that are delivered: the platform's, then those of environments.</summary>
    protected ImmutableArray<string> BranchesOf(Platform platform) =>
        [
            .. new[] { BranchOf(platform) }
                .Concat(platform.Environments.Select(environment => environment.DeliveredFrom).OfType<string>())
                .Distinct(),
        ];

    /// <summary>The branch that is delivered where an environment names none.</summary>
    protected string BranchOf(Platform platform) => Branch ?? platform.Branch ?? "main";

    /// <summary>Lets nothing run that is not on a delivered branch, whose code alone has been looked at.</summary>
    protected string OnBranch(Platform platform) =>
        BranchesOf(platform) is [var only]
            ? $"github.ref == 'refs/heads/{only}'"
            : $"contains(fromJSON('[{string.Join(',', BranchesOf(platform).Select(branch => $"\"refs/heads/{branch}\""))}]'), github.ref)";

    private static bool HasVersionsOf(ILanguage language, Service service) =>
        service.Language == language.Language && !service.Versions.IsEmpty;

    private static LanguageSetup Setup(ILanguage language) =>
        new(
            language.Language.Name,
            language.Installer switch
            {
                ByAction by => new ActionStep(
                    new(by.Action, by.Commit, by.Release),
                    [
                        new(by.VersionInput, LanguageSetup.Version),
                        .. by.Inputs.Select(input => new NamedValue(input.Key, input.Value)),
                    ]
                ),
                ByCommand by => new RunStep(by.Command, [new("VERSION", LanguageSetup.Version)]),
                _ => throw new UnreachableException(),
            }
        );

    internal static Platform PlatformOf(INukeBuild build) =>
        (build as IPlatformBuild)?.Platform
        ?? throw new WorkflowException(
            $"the build class lacks the interface {nameof(IPlatformBuild)}, which names the catalog"
        );
}
