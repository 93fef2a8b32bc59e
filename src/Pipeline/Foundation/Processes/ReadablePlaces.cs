namespace Pipeline.Foundation.Processes;

/// <summary>
/// All files but some: a right that is given for a folder holds for everything below, so that each folder on the way to
/// a place that is left out is taken apart.
/// </summary>
internal static class ReadablePlaces
{
    /// <summary>The files and folders that hold everything else.</summary>
    /// <param name="places">The files and folders to leave out, as full paths.</param>
    public static IEnumerable<string> Except(IEnumerable<string> places)
    {
        // Where one is a link, what it points to is left out.
        var hidden = places.SelectMany(place => new[] { place, Target(place) }).ToHashSet(StringComparer.Ordinal);
        var taken = hidden.SelectMany(Ancestors).ToHashSet(StringComparer.Ordinal);
        return taken.Count == 0 ? ["/"] : taken.Where(Directory.Exists).SelectMany(Entries).Where(IsWhole);

        // A link gives no right to what it points to, which has an entry of its own.
        bool IsWhole(string entry) =>
            !hidden.Contains(entry) && !taken.Contains(entry) && new FileInfo(entry).LinkTarget is null;
    }

    private static IEnumerable<string> Entries(string folder)
    {
        try
        {
            return Directory.GetFileSystemEntries(folder);
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Target(string place)
    {
        var real = "/";
        foreach (var name in place.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, name);
            var link = new FileInfo(next);
            real = link.LinkTarget is null ? next : link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next;
        }

        return real;
    }

    private static IEnumerable<string> Ancestors(string place)
    {
        for (var folder = Path.GetDirectoryName(place); folder is not null; folder = Path.GetDirectoryName(folder))
            yield return folder;
    }
}
