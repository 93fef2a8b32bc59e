namespace Pipeline.Images.Contexts;

/// <content>The context as a folder, for builders that read one.</content>
internal sealed partial record BuildContext
{
    /// <summary>
    /// Writes the context into a folder, with the modes and times of the archive. A Dockerfile that is ignored or
    /// outside of the context is left out: such builders are given its path.
    /// </summary>
    /// <param name="folder">An existing, empty folder.</param>
    /// <param name="leftOut">
    /// Takes a line for each symbolic link that is left out, as it leads out of the context.
    /// </param>
    public void Stage(string folder, Action<string> leftOut)
    {
        var made = new List<FileSystemInfo>();
        foreach (var (name, info) in Sorted(ReadIgnoreFile()))
        {
            if (info.LinkTarget is { } target && LeadsOut(name, target))
            {
                leftOut(LinkLeftOut(name, target));
                continue;
            }

            // A file that ! includes again comes without its ignored folder.
            for (var slash = name.IndexOf('/'); slash > 0; slash = name.IndexOf('/', slash + 1))
                if (Path.Combine(folder, name[..slash]) is var outer && !Directory.Exists(outer))
                    made.Add(MakeFolder(outer));
            made.Add(Copy(info, Path.Combine(folder, name)));
        }

        // Writing into a folder changes its time, so times are set last.
        foreach (var info in Enumerable.Reverse(made))
            info.LastWriteTimeUtc = Time.UtcDateTime;
    }

    private static FileSystemInfo Copy(FileSystemInfo info, string place)
    {
        switch (info)
        {
            case DirectoryInfo { LinkTarget: { } target }:
                return Directory.CreateSymbolicLink(place, target);
            case { LinkTarget: { } target }:
                return File.CreateSymbolicLink(place, target);
            case DirectoryInfo:
                return MakeFolder(place);
            default:
                var file = (FileInfo)info;
                var copy = file.CopyTo(place);
                SetMode(copy, ModeOf(file));
                return copy;
        }
    }

    private static DirectoryInfo MakeFolder(string place)
    {
        var folder = Directory.CreateDirectory(place);
        SetMode(folder, Executable);
        return folder;
    }

    private static void SetMode(FileSystemInfo info, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            info.UnixFileMode = mode;
    }

    private static string LinkLeftOut(string name, string target) =>
        $"left out: {name} is a link to {target}, outside of the build context";
}
