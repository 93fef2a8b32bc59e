using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Git;

namespace Pipeline.Planning;

/// <summary>The submodules that services and base images are made of.</summary>
/// <param name="platform">The catalog.</param>
/// <param name="root">The root of the work tree.</param>
internal sealed class NeededSubmodules(Platform platform, AbsolutePath root)
{
    private readonly SubmoduleTree submodules = new(root);

    /// <summary>The selection, where everything that it is made of is checked out.</summary>
    /// <exception cref="SourceException">A submodule is not checked out.</exception>
    public ImmutableArray<SelectedSource> Require(ImmutableArray<SelectedSource> selected)
    {
        // Of a thousand services, the sources of each take a moment.
        if (submodules.AreCheckedOut)
            return selected;
        foreach (var (source, _) in selected)
            if (MissingFor(source) is { } missing)
                throw new SourceException($"{source.Name} needs {missing.Remedy}");
        return selected;
    }

    /// <summary>
    /// The first submodule that is not checked out and that a source or what it depends on is, lies in or holds; null
    /// for none. A build context that is larger is looked at where it is sent.
    /// </summary>
    public Submodule? MissingFor(ImageSource source) =>
        SourceRevision
            .SourcesOf(platform, source)
            .Where(path => path != source.Context.ToString())
            .Select(path => SlashedPath.Between(root, Path.GetFullPath(path, platform.Root)))
            .Select(path => submodules.MissingAround(path) ?? submodules.MissingBelow(path).FirstOrDefault())
            .FirstOrDefault(missing => missing is not null);
}
