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
        // NUKE would start the build once more for each attribute, in every local run.
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

    /// <summary>What the target graph does not say of the workflow; null where the build has no use for it.</summary>
    /// <param name="build">The build that the attribute is on.</param>
    public abstract WorkflowDesign? Design(INukeBuild build);

    /// <summary>The workflow, and behind it those that it calls; none where the build has no use for it.</summary>
    /// <exception cref="WorkflowException">There is no such workflow.</exception>
    public ImmutableArray<Workflow> Compose(INukeBuild build, IReadOnlyCollection<TargetNode> targets) =>
        Design(build) is { } design
            ? WorkflowComposer.Compose(
                design with
                {
                    Comment =
                    [
                        $"Written by {design.Script} Workflows, as {Origin} of the build says: change that, not this file.",
                        .. design.Comment,
                    ],
                },
                targets
            )
            : [];

    /// <summary>The files of the workflow, with their paths.</summary>
    /// <exception cref="WorkflowException">There is no such workflow.</exception>
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

    /// <summary>Takes the head that NUKE writes: it would name a setting that is of no use here.</summary>
    protected override StreamWriter CreateStream() => new(Stream.Null);

    private string Origin => $"[{GetType().Name[..^nameof(Attribute).Length]}]";

    private sealed class Files(WorkflowAttribute attribute) : ConfigurationEntity
    {
        public override void Write(CustomFileWriter writer)
        {
            foreach (var file in attribute.FilesOf(attribute.Build, TargetGraphAttribute.TargetsOf(attribute.Build)))
                file.Write();
        }
    }
}

/// <summary>A file that is generated.</summary>
/// <param name="Path">Where it belongs.</param>
/// <param name="Content">What it holds.</param>
/// <param name="Origin">The attribute that says so.</param>
public sealed record GeneratedFile(AbsolutePath Path, string Content, string Origin)
{
    internal void Write()
    {
        Directory.CreateDirectory(Path.Parent!);
        File.WriteAllText(Path, Content);
    }
}
