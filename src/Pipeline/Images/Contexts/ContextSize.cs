using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Contexts;

/// <summary>The size of a build context.</summary>
/// <param name="Files">The number of files.</param>
/// <param name="Bytes">Their total size in bytes.</param>
/// <param name="Largest">The largest top-level entries, with the total size of folders, largest first.</param>
internal sealed record ContextSize(int Files, long Bytes, ImmutableArray<(string Name, long Bytes)> Largest)
{
    private const int Named = 3;
    private const double LargeMegabytes = 50;

    /// <summary>Adds up the sizes of files.</summary>
    /// <param name="files">Their names relative to the context, with forward slashes, and their lengths.</param>
    public static ContextSize Of(IEnumerable<(string Name, long Bytes)> files)
    {
        var all = files.ToArray();
        return new(
            all.Length,
            all.Sum(file => file.Bytes),
            [
                .. all.GroupBy(file => file.Name.Split('/')[0], file => file.Bytes, StringComparer.Ordinal)
                    .Select(group => (group.Key, group.Sum()))
                    .OrderByDescending(part => part.Item2)
                    .ThenBy(part => part.Key, StringComparer.Ordinal)
                    .Take(Named),
            ]
        );
    }

    /// <summary>True where sending it takes long enough that leaving something out may pay.</summary>
    public bool IsLarge => Bytes > LargeMegabytes * 1e6;

    /// <summary>What is sent, and how to send less.</summary>
    public string Advice(BuildContext context) =>
        $"the build context {context.Folder} has {this}: name what the image does not need in {context.Folder / BuildContext.IgnoreFileName}";

    /// <summary>Checks the size against a limit: folders of dependencies are easily sent by mistake.</summary>
    /// <param name="context">The context.</param>
    /// <param name="megabytes">The limit in megabytes.</param>
    /// <exception cref="StepFailedException">It is larger.</exception>
    public void Check(BuildContext context, double megabytes)
    {
        if (Bytes > megabytes * 1e6)
            throw new StepFailedException(
                $"the build context {context.Folder} has {this}, more than the {megabytes:0.###} MB of build.contextMegabytes: name what the image does not need in {context.Folder / BuildContext.IgnoreFileName}, or allow more"
            );
    }

    /// <summary>The size in words.</summary>
    public override string ToString() =>
        $"{Files} files of {Megabytes(Bytes)}, the largest {string.Join(", ", Largest.Select(part => $"{part.Name} ({Megabytes(part.Bytes)})"))}";

    private static string Megabytes(long bytes) => $"{bytes / 1e6:0.0} MB";
}
