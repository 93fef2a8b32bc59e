using System.Text.RegularExpressions;
using Pipeline.Adoption.Workflows;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Services;

/// <summary>Finds the builds of images in workflows: <c>docker build</c>, and Docker's own action.</summary>
internal static partial class WorkflowBuilds
{
    private const string Action = "docker/build-push-action";

    /// <summary>Those of all jobs, a matrix written out; what a variable decides is left out.</summary>
    public static ImmutableArray<StatedBuild> In(IEnumerable<ExistingWorkflow> workflows) =>
        [.. workflows.SelectMany(workflow => workflow.Jobs).SelectMany(job => job.Steps).SelectMany(Of)];

    private static IEnumerable<StatedBuild> Of(ExistingStep step) =>
        step.Action == Action
            ? Expand(
                step,
                step.With("context")?.Value ?? ".",
                step.With("file")?.Value,
                step.With("tags")?.Value.Split('\n', ',')[0].Trim(),
                step.Line
            )
            : step.Commands.Where(command => Build().IsMatch(command.Program)).SelectMany(command => Of(step, command));

    private static IEnumerable<StatedBuild> Of(ExistingStep step, ScriptCommand command)
    {
        string[] words = [.. ShellWords.Split(command.Program).Select(ShellWords.Unquote)];
        return Expand(step, words[^1], Option(words, "-f", "--file"), Option(words, "-t", "--tag"), command.Line);
    }

    private static string? Option(string[] words, string brief, string full)
    {
        var at = Array.FindIndex(words, word => word == brief || word == full);
        return at >= 0 && at + 1 < words.Length
            ? words[at + 1]
            : words.FirstOrDefault(word => word.StartsWith($"{full}=", StringComparison.Ordinal))?[(full.Length + 1)..];
    }

    private static IEnumerable<StatedBuild> Expand(
        ExistingStep step,
        string context,
        string? file,
        string? tag,
        int line
    )
    {
        var directory =
            step.Map.Text("working-directory")
            ?? WorkingDirectory(step.Job.Map)
            ?? WorkingDirectory(step.Job.Workflow.Map)
            ?? "";
        // Written as one text, so that a leg of the matrix gives all of them the same values.
        foreach (var leg in MatrixValues.Expand(step.Job, $"{directory}\n{context}\n{file}\n{tag}"))
            if (
                leg.Split('\n') is [var where, var inner, var dockerfile, var image]
                && !IsOpen(where)
                && !IsOpen(inner)
                && !IsOpen(dockerfile)
                && RepositoryPath.Resolve(step.Action == Action ? "" : where, inner) is { } folder
                && RepositoryPath.Resolve(
                    dockerfile.Length == 0 ? folder
                        : step.Action == Action ? ""
                        : where,
                    dockerfile.Length == 0 ? "Dockerfile" : dockerfile
                )
                    is { } path
            )
                yield return new(
                    NameOf(image),
                    path,
                    folder,
                    new("the build", step.Job.Workflow.Path, line),
                    IsPublished: true
                );
    }

    private static string? WorkingDirectory(ManifestMap map) =>
        ((map["defaults"] as ManifestMap)?["run"] as ManifestMap)?.Text("working-directory");

    // The last part of the name, where it is written out.
    private static string NameOf(string image)
    {
        var last = image[(image.LastIndexOf('/') + 1)..].Split(':', '@')[0];
        return IsOpen(last) ? "" : last;
    }

    private static bool IsOpen(string text) => text.Contains('$', StringComparison.Ordinal);

    [GeneratedRegex(@"^(docker|podman)\s+(buildx\s+|image\s+)?build\s", RegexOptions.ExplicitCapture)]
    private static partial Regex Build();
}
