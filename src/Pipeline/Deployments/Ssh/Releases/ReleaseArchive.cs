using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;
using Pipeline.Images.Layouts;

namespace Pipeline.Deployments.Ssh.Releases;

/// <summary>A release as one file, for hosts with one kind of processor.</summary>
/// <param name="File">The file.</param>
/// <param name="Sha256">Its SHA-256, in lower-case hexadecimal.</param>
internal sealed record ReleaseArchive(AbsolutePath File, string Sha256)
{
    private const UnixFileMode ForAll = FileModes.OwnersAlone | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes it.</summary>
    /// <param name="file">The file, which does not exist yet.</param>
    /// <param name="release">The release.</param>
    /// <param name="files">The files of its image.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task<ReleaseArchive> Write(
        AbsolutePath file,
        Release release,
        ImageFiles files,
        CancellationToken cancellation
    )
    {
        // It holds the variables.
        var secret = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite }.With(
            FileModes.OwnersAlone
        );
        await using var written = new FileStream(file, secret);
        await using (var packed = new GZipStream(written, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(packed, TarEntryFormat.Gnu, leaveOpen: true))
        {
            await Add(tar, "environment", FileModes.OwnersAlone, release.Environment, cancellation);
            await Add(tar, "unit", ForAll, release.Unit, cancellation);
            await Add(tar, "files", LayerEntry.Folder, cancellation);
            foreach (var (path, image) in files.ByPath)
                await Add(tar, $"files/{path}", image, cancellation);
        }

        written.Position = 0;
        return new(file, Convert.ToHexStringLower(await SHA256.HashDataAsync(written, cancellation)));
    }

    private static async Task Add(
        TarWriter tar,
        string path,
        UnixFileMode mode,
        string text,
        CancellationToken cancellation
    ) =>
        await tar.WriteEntryAsync(
            new GnuTarEntry(TarEntryType.RegularFile, path)
            {
                Mode = mode,
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
            },
            cancellation
        );

    private static async Task Add(TarWriter tar, string path, LayerEntry file, CancellationToken cancellation)
    {
        await using var content = file.Content is { } stored ? System.IO.File.OpenRead(stored) : null;
        var entry = new GnuTarEntry(file.Type, path) { Mode = file.Mode, ModificationTime = file.Time };
        if (content is not null)
            entry.DataStream = content;
        if (file.Link is { } link)
            entry.LinkName = link;
        await tar.WriteEntryAsync(entry, cancellation);
    }
}
