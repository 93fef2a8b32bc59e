using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Foundation.Files;

namespace Pipeline.Deployments.GitOps.ArgoCd.Scaffolding;

/// <summary>The target <c>Scaffold</c>: generates the manifests of Argo CD itself from the catalog.</summary>
internal static class Scaffold
{
    /// <summary>
    /// Writes an AppProject and an ApplicationSet for each environment with an <c>argocd</c> entry, into
    /// <c>argocd/ENVIRONMENT</c> beside its manifests, and removes those of removed environments.
    /// </summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="repository">The checkout of the GitOps repository.</param>
    /// <param name="output">Takes the changes.</param>
    /// <exception cref="ScaffoldException">The catalog lacks a setting, or manifests are missing.</exception>
    public static void Write(Platform platform, AbsolutePath repository, TextWriter output)
    {
        var changes = Changes(platform, repository);
        foreach (var (path, before, after) in changes)
        {
            if (after is null)
                File.Delete(repository / path);
            else
            {
                Directory.CreateDirectory((repository / path).Parent!);
                File.WriteAllText(repository / path, after);
            }

            output.WriteLine($"{(after is null ? "removed" : before is null ? "added" : "changed")} {path}");
        }

        if (changes.IsEmpty)
            output.WriteLine("the manifests of Argo CD are up to date");
    }

    /// <summary>Fails where <see cref="Write"/> would change something, and shows what.</summary>
    /// <inheritdoc cref="Write"/>
    public static void Check(Platform platform, AbsolutePath repository, TextWriter output)
    {
        var changes = Changes(platform, repository);
        foreach (var (path, before, after) in changes)
        {
            output.WriteLine(path);
            foreach (var line in LineDiff.Of(before ?? "", after ?? ""))
                output.WriteLine($"  {line}");
        }

        if (!changes.IsEmpty)
            throw new ScaffoldException(
                $"{string.Join(", ", changes.Select(change => change.Path))} differ from the catalog: run ./build.sh Scaffold, and commit them"
            );
    }

    private static ImmutableArray<(string Path, string? Before, string? After)> Changes(
        Platform platform,
        AbsolutePath repository
    )
    {
        var files = platform
            .Environments.Where(environment => environment.ArgoCd is not null)
            .SelectMany(environment => Files(platform, environment, repository))
            .ToDictionary(file => file.Path, file => file.Content);
        return
        [
            .. files
                .Keys.Concat(Left(platform, repository).Except(files.Keys))
                .Order(StringComparer.Ordinal)
                .Select(path => (Path: path, Before: Read(repository / path), After: files.GetValueOrDefault(path)))
                .Where(file => file.Before != file.After),
        ];
    }

    private static IEnumerable<(string Path, string Content)> Files(
        Platform platform,
        DeploymentEnvironment environment,
        AbsolutePath repository
    )
    {
        if (environment.ArgoCd!.Repository is null)
            throw new ScaffoldException(
                $"the URL by which Argo CD clones the GitOps repository of {environment.Name} is unknown: set \"argocd.repository\""
            );

        var top = Top(environment);
        if (!Directory.Exists(repository / top))
            throw new ScaffoldException(
                $"{repository} has no folder {top}: name the checkout of the GitOps repository with --git-ops-folder"
            );

        var tree = ParsedTree.Read(repository, top);
        var applications = ScaffoldedApplication.Of(environment, platform.Services, tree);
        var kinds = AllowedKinds.In(tree, applications.Select(application => application.Path));
        var manifests = new ScaffoldedManifests(platform, environment, applications, kinds);
        var folder = RepositoryPath.Combine(Folder(environment), environment.Name);
        return
        [
            ($"{folder}/applications.yaml", manifests.Applications()),
            ($"{folder}/project.yaml", manifests.Project()),
        ];
    }

    // Files of an earlier catalog.
    private static IEnumerable<string> Left(Platform platform, AbsolutePath repository) =>
        platform
            .Environments.Where(environment => environment.GitOps is not null)
            .Select(Folder)
            .Distinct()
            .Where(folder => Directory.Exists(repository / folder))
            .SelectMany(folder => Directory.EnumerateFiles(repository / folder, "*.yaml", SearchOption.AllDirectories))
            .Where(file => File.ReadLines(file).FirstOrDefault() == ScaffoldedManifests.Header)
            .Select(file => SlashedPath.Between(repository, file));

    private static string? Read(AbsolutePath file) => File.Exists(file) ? File.ReadAllText(file) : null;

    private static string Folder(DeploymentEnvironment environment) =>
        RepositoryPath.Combine(Top(environment), "argocd");

    private static string Top(DeploymentEnvironment environment) =>
        RepositoryPath.Combine(environment.GitOps!.Path, null).Split('/')[0];
}
