using Nuke.Common;
using Nuke.Common.CI;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Utilities;
using Pipeline.Workflows.Design;
using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;
using Pipeline.Workflows.Writing;

namespace Pipeline.Workflows;

/// <summary>
/// A workflow of the build, as an attribute of its class. <see cref="WorkflowFiles"/> writes all of them; NUKE's own
/// <c>--generate-configuration GitHubActions_NAME --host GitHubActions</c> writes one.
/// </summary>
public abstract class WorkflowAttribute : ConfigurationAttributeBase
{
    /// <summary>A workflow.</summary>
    /// <param name="name">Its name; its file is <c>NAME.yml</c>.</param>
    protected WorkflowAttribute(string name)
    {
        Name = name;
        // NUKE would start the build again for each attribute, in every local run.
        AutoGenerate = false;
    }

    /// <summary>The workflow's name.</summary>
    public string Name { get; }

    /// <summary>The label of the machines.</summary>
    public string Runner { get; set; } = "ubuntu-24.04";

    /// <inheritdoc />
    public override string IdPostfix => Name;

    /// <inheritdoc />
    public override Type HostType => typeof(GitHubActions);

    /// <inheritdoc />
    public override AbsolutePath ConfigurationFile => FolderOf(Build) / $"{Name}.yml";

    /// <inheritdoc />
    public override IEnumerable<AbsolutePath> GeneratedFiles => [ConfigurationFile];

    /// <inheritdoc />
    public override IEnumerable<string> RelevantTargetNames => [];

    /// <inheritdoc />
    public override IEnumerable<string> IrrelevantTargetNames => [];

    /// <summary>The folder of the workflows.</summary>
    public virtual AbsolutePath FolderOf(INukeBuild build) => build.RootDirectory / ".github" / "workflows";

    /// <summary>True where the folder's repository is the one that the workflow is for.</summary>
    internal virtual bool BelongsTo(INukeBuild build) => true;

    /// <summary>The workflow's design; null where the build does not need the workflow.</summary>
    /// <param name="build">The build with the attribute.</param>
    public abstract WorkflowDesign? Design(INukeBuild build);

    /// <summary>The workflow, followed by those that it calls; empty where the build does not need it.</summary>
    /// <exception cref="WorkflowException">The workflow is invalid.</exception>
    public ImmutableArray<Workflow> Compose(INukeBuild build, IReadOnlyCollection<TargetNode> targets) =>
        Design(build) is { } design
            ? WorkflowComposer.Compose(
                design with
                {
                    Comment = [GeneratedFile.FirstLine(design.Script, Origin), .. design.Comment],
                },
                targets
            )
            : [];

    /// <summary>The files of the workflow, with their paths.</summary>
    /// <exception cref="WorkflowException">The workflow is invalid.</exception>
    public ImmutableArray<GeneratedFile> FilesOf(INukeBuild build, IReadOnlyCollection<TargetNode> targets) =>
        [
            .. Compose(build, targets)
                .Select(workflow => new GeneratedFile(
                    FolderOf(build) / workflow.File,
                    WorkflowWriter.Write(workflow),
                    Origin
                )),
        ];

    /// <inheritdoc />
    public override CustomFileWriter CreateWriter(StreamWriter streamWriter) => new(streamWriter, 2, "#");

    /// <inheritdoc />
    public override ConfigurationEntity GetConfiguration(IReadOnlyCollection<ExecutableTarget> relevantTargets) =>
        new Files(this);

    /// <summary>Suppresses NUKE's header, which would name an unused setting.</summary>
    protected override StreamWriter CreateStream() => new(Stream.Null);

    internal string Origin => $"[{GetType().Name[..^nameof(Attribute).Length]}]";

    private sealed class Files(WorkflowAttribute attribute) : ConfigurationEntity
    {
        public override void Write(CustomFileWriter writer)
        {
            foreach (var file in attribute.FilesOf(attribute.Build, TargetGraphAttribute.TargetsOf(attribute.Build)))
                file.Write();
        }
    }
}
