using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Writers;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Files;
using Pipeline.Quality.Findings;

namespace Pipeline.Deployments.GitOps.Linting;

/// <summary>
/// The target <c>LintManifests</c>: checks a service's manifests for wrong fields and for common omissions.
/// </summary>
internal static partial class ManifestLint
{
    /// <summary>
    /// Checks the manifests of a service in the run's environment, and those that its kustomizations include, in the
    /// work tree.
    /// </summary>
    public static async Task<StepResult> Run(Service service, StepContext step)
    {
        if (step.Environment.GitOps is not { } gitOps)
            return step.Unable($"{step.Environment.Name} has no manifests, because it has no GitOps repository");

        var path = RepositoryPath.Combine(gitOps.Path, null);
        if (!Directory.Exists(step.Platform.Root / path))
            return step.Unable(
                $"the manifests of {step.Environment.Name} are not in this repository ({path}): run it where they are, with \"gitops.path\" leading to them"
            );

        var tree = await step.Shared(_ => Task.FromResult(ParsedTree.Read(step.Platform.Root, path.Split('/')[0])));
        var folder = FolderOf(service);
        var files = Files(tree, folder).ToDictionary(file => file.Path);
        if (files.Count == 0)
            return step.Unable($"{service.Name} has no manifests in {folder}");
        var writers = await step.Shared(_ => Task.FromResult(WorkTreeWriters.Read(step.Platform, step.Environment)!));
        var others = writers.Of(service);
        if (
            others.IsEmpty
            && !files.Values.Any(file => file.Problem is not null || Objects(tree, file).Any(found => found.IsKnown))
        )
            return step.Unable(
                $"no manifest of {service.Name} was looked at: the {files.Count} files of {folder} describe no objects of Kubernetes' own kinds"
            );

        var owners = await step.Shared(_ =>
            Task.FromResult(
                new ManifestOwners(
                    step.Platform.Services,
                    FolderOf,
                    (other, file) => Files(tree, FolderOf(other)).Contains(file)
                )
            )
        );
        var prefix = SlashedPath.Between(step.Source.Root, step.Platform.Root);
        return Gate.Judge(
            step,
            ManifestObject.Tool,
            Check(tree, folder, step.Platform.Services)
                .Where(finding => owners.IsToldFor(service, files[finding.File!], finding.Line))
                .Concat(WriterRules.Check(others))
                .Select(finding => prefix == "." ? finding : finding with { File = $"{prefix}/{finding.File}" })
        );

        string FolderOf(Service other) => RepositoryPath.Combine(path, other.ManifestsIn(step.Environment.Name));
    }

    /// <summary>The findings in the manifests of a folder, and in those that it includes.</summary>
    internal static IEnumerable<Finding> Check(ParsedTree tree, string folder, ImmutableArray<Service> services)
    {
        var files = Files(tree, folder);
        var objects = files.SelectMany(file => Objects(tree, file)).ToArray();
        return files
            .Where(file => file.Problem is not null)
            .Select(Unreadable)
            .Concat(objects.SelectMany(FieldRules.Check))
            .Concat(
                objects.Where(manifest => !manifest.IsPatch).SelectMany(manifest => PodRules.Check(manifest, services))
            )
            .Concat(objects.SelectMany(SecretRules.Check))
            .Concat(ScalingRules.Check(objects));
    }

    private static ParsedFile[] Files(ParsedTree tree, string folder) =>
        [.. tree.Kustomizations.Sources(folder).SelectMany(tree.Below).Distinct()];

    private static IEnumerable<ManifestObject> Objects(ParsedTree tree, ParsedFile file) =>
        file.Documents.SelectMany(document =>
            ManifestObject.Of(file.Path, document, tree.Kustomizations.IsPatch(file.Path))
        );

    private static Finding Unreadable(ParsedFile file)
    {
        var problem = file.Problem!;
        var place = Place().Match(problem[Math.Min(file.Path.Length, problem.Length)..]);
        return new(ManifestObject.Tool, "yaml", Severity.High, problem)
        {
            File = file.Path,
            Line = place.Groups["line"].Success ? int.Parse(place.Groups["line"].Value) : null,
            Column = place.Groups["column"].Success ? int.Parse(place.Groups["column"].Value) : null,
        };
    }

    [GeneratedRegex("^:(?<line>[0-9]+)(:(?<column>[0-9]+))?", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
