using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Pipeline.Tests.Deployments.Ssh;

/// <summary>A layer of an image, as a builder packs it.</summary>
internal sealed class FileLayer
{
    private readonly List<Func<TarEntry>> entries = [];

    public FileLayer Add(
        string path,
        string content,
        UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.OtherRead
    )
    {
        entries.Add(() =>
            new PaxTarEntry(TarEntryType.RegularFile, path)
            {
                Mode = mode,
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
            }
        );
        return this;
    }

    public FileLayer Link(TarEntryType type, string path, string target)
    {
        entries.Add(() => new PaxTarEntry(type, path) { LinkName = target });
        return this;
    }

    public FileLayer Entry(TarEntryType type, string path)
    {
        entries.Add(() => new PaxTarEntry(type, path));
        return this;
    }

    public byte[] Pack(bool zipped = true)
    {
        var packed = new MemoryStream();
        using (var zip = zipped ? new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true) : null)
        using (var tar = new TarWriter((Stream?)zip ?? packed, leaveOpen: true))
            foreach (var entry in entries)
                tar.WriteEntry(entry());
        return packed.ToArray();
    }
}
