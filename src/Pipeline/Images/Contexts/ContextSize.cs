using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Contexts;

/// <summary>How much is sent to a container engine to build from.</summary>
/// <param name="Files">How many files.</param>
/// <param name="Bytes">How long they are together.</param>
/// <param name="Largest">What is largest of what lies right in the context, folders with all that is in them, the largest first.</param>
internal sealed record ContextSize(int Files, long Bytes, ImmutableArray<(string Name, long Bytes)> Largest)
{
    private const int Named = 3;

    /// <summary>Adds up files.</summary>
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

    /// <summary>Makes sure that it is no more than is allowed: a folder of dependencies is easily sent by mistake.</summary>
    /// <param name="context">What is sent.</param>
    /// <param name="megabytes">The most that may be.</param>
    /// <exception cref="StepFailedException">It is more.</exception>
    public void Check(BuildContext context, double megabytes)
    {
        if (Bytes > megabytes * 1e6)
            throw new StepFailedException(
                $"the build context {context.Folder} has {this}, more than the {megabytes:0.###} MB of build.contextMegabytes: name what the image does not need in {context.Folder / BuildContext.IgnoreFileName}, or allow more"
            );
    }

    /// <summary>The size for a person.</summary>
    public override string ToString() =>
        $"{Files} files of {Megabytes(Bytes)}, the largest {string.Join(", ", Largest.Select(part => $"{part.Name} ({Megabytes(part.Bytes)})"))}";

    private static string Megabytes(long bytes) => $"{bytes / 1e6:0.0} MB";
}
