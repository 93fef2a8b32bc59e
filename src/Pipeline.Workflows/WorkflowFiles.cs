using System.Reflection;
using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;
using Pipeline.Workflows.Explaining;
using Pipeline.Workflows.Model;

namespace Pipeline.Workflows;

/// <summary>
/// The target <c>Workflows</c>: generates the workflows of a build from its attributes and its target graph, and the
/// configuration of Dependabot beside them.
/// </summary>
public static class WorkflowFiles
{
    /// <summary>
    /// Writes changed workflows, and removes generated ones that no longer exist. A file that a person wrote stays.
    /// </summary>
    /// <param name="build">The build.</param>
    /// <param name="output">Takes the changes.</param>
    /// <exception cref="WorkflowException">
    /// A workflow is invalid, or a person wrote a file with its name; nothing is written.
    /// </exception>
    public static void Write(INukeBuild build, TextWriter output)
    {
        var changes = Changes(build);
        RefuseForeign(changes, build);
        WriteRemarks(build, output);
        foreach (var (file, before) in changes)
        {
            if (file.Content.Length == 0)
                File.Delete(file.Path);
            else
                file.Write();
            output.WriteLine(
                $"{(file.Content.Length == 0 ? "removed" : before is null ? "added" : "changed")} {Shown(file, build)}"
            );
        }

        if (changes.IsEmpty)
            output.WriteLine("the workflows are up to date");
    }

    /// <summary>
    /// Fails where <see cref="Write"/> would change something: shows the difference, and names the attribute that
    /// defines it.
    /// </summary>
    /// <inheritdoc cref="Write"/>
    public static void Check(INukeBuild build, TextWriter output)
    {
        var changes = Changes(build);
        WriteRemarks(build, output);
        foreach (var (file, before) in changes)
        {
            output.WriteLine($"{Shown(file, build)}, by {file.Origin}:");
            foreach (var line in LineDiff.Of(before ?? "", file.Content))
                output.WriteLine($"  {line}");
        }

        if (!changes.IsEmpty)
            throw new WorkflowException(
                $"{string.Join(", ", changes.Select(change => Shown(change.File, build)))} {(changes.Length == 1 ? "differs" : "differ")} from the build: change {string.Join(", ", changes.Select(change => change.File.Origin).Distinct())} or the targets' [Job], not the files; then run ./build.sh Workflows, and commit what it writes"
            );
    }

    /// <summary>Explains a workflow: as text, and as a diagram in the step's summary.</summary>
    /// <param name="build">The build.</param>
    /// <param name="name">The workflow's name; null for all.</param>
    /// <param name="output">Takes the text.</param>
    /// <param name="summary">The file of the step's summary on GitHub; null or empty for none.</param>
    /// <exception cref="WorkflowException">There is no workflow with that name.</exception>
    public static void Explain(INukeBuild build, string? name, TextWriter output, string? summary)
    {
        var attributes = All(build).ToArray();
        if (name is not null && attributes.All(attribute => attribute.Name != name))
            throw new WorkflowException(
                $"there is no workflow \"{name}\": there are {string.Join(", ", attributes.Select(attribute => attribute.Name))}"
            );

        foreach (var attribute in attributes.Where(attribute => name is null || attribute.Name == name))
        {
            var workflows = attribute.Compose(build, TargetGraphAttribute.TargetsOf(build));
            if (workflows.IsEmpty)
                continue;
            output.WriteLine(WorkflowExplanation.Text(workflows));
            if (!string.IsNullOrEmpty(summary))
                File.AppendAllText(
                    summary,
                    $"## {attribute.Name}\n\n{WorkflowExplanation.Mermaid(workflows)}\n```text\n{WorkflowExplanation.Text(workflows)}```\n\n"
                );
        }
    }

    /// <summary>All files as generated now.</summary>
    public static ImmutableArray<GeneratedFile> Of(INukeBuild build) =>
        [
            .. Attributes(build)
                .SelectMany(attribute => attribute.FilesOf(build, TargetGraphAttribute.TargetsOf(build))),
            .. DependabotFile.Of(build).Select(dependabot => dependabot.File).OfType<GeneratedFile>(),
        ];

    internal static IEnumerable<WorkflowAttribute> Attributes(INukeBuild build) =>
        All(build).Where(attribute => attribute.BelongsTo(build));

    private static IEnumerable<WorkflowAttribute> All(INukeBuild build) =>
        build
            .GetType()
            .GetCustomAttributes<WorkflowAttribute>()
            .OrderBy(attribute => attribute.Name, StringComparer.Ordinal);

    private static void WriteRemarks(INukeBuild build, TextWriter output)
    {
        foreach (var remark in DependabotFile.Of(build).Select(dependabot => dependabot.Remark).OfType<string>())
            output.WriteLine(remark);
    }

    private static void RefuseForeign(ImmutableArray<(GeneratedFile File, string? Before)> changes, INukeBuild build)
    {
        var foreign = changes
            .Where(change => !string.IsNullOrWhiteSpace(change.Before) && GeneratedFile.OriginOf(change.Before) is null)
            .Select(change => Shown(change.File, build))
            .ToArray();
        if (foreign.Length > 0)
            throw new WorkflowException(
                $"{string.Join(", ", foreign)} {(foreign.Length == 1 ? "was" : "were")} not written by Workflows, so nothing is: rename {(foreign.Length == 1 ? "it" : "them")}, or delete what the build's workflow replaces, and run Workflows again"
            );
    }

    private static ImmutableArray<(GeneratedFile File, string? Before)> Changes(INukeBuild build)
    {
        var files = Of(build);
        return
        [
            .. files
                .Concat(Left(build, files))
                .Select(file => (file, File.Exists(file.Path) ? File.ReadAllText(file.Path) : null))
                .Where(file => file.file.Content != (file.Item2 ?? "")),
        ];
    }

    // Files of an earlier build. Workflows of this build that belong elsewhere may be another build's here.
    private static IEnumerable<GeneratedFile> Left(INukeBuild build, ImmutableArray<GeneratedFile> files)
    {
        var elsewhere = All(build)
            .Where(attribute => !attribute.BelongsTo(build))
            .Select(attribute => attribute.Origin)
            .Concat(
                DependabotFile
                    .All(build)
                    .Where(attribute => !attribute.BelongsTo(build))
                    .Select(attribute => attribute.Origin)
            );
        return Attributes(build)
            .Select(attribute => attribute.FolderOf(build))
            .Distinct()
            .Where(folder => Directory.Exists(folder))
            .SelectMany(folder =>
                Directory
                    .EnumerateFiles(folder, "*.yml")
                    .Order(StringComparer.Ordinal)
                    .Append(DependabotFile.PathIn(folder.Parent!.Parent!).ToString())
            )
            .Where(path => File.Exists(path))
            .Select(path => (AbsolutePath)path)
            .Where(path => files.All(file => file.Path != path))
            .Where(path => GeneratedFile.OriginOf(File.ReadAllText(path)) is { } origin && !elsewhere.Contains(origin))
            .Select(path => new GeneratedFile(path, "", "no attribute"));
    }

    private static string Shown(GeneratedFile file, INukeBuild build) =>
        Path.GetRelativePath(build.RootDirectory, file.Path).Replace(Path.DirectorySeparatorChar, '/');
}
