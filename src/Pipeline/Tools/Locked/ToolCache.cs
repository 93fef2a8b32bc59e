using System.Globalization;
using System.Security.Cryptography;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Tools.Locked;

/// <summary>
/// The downloaded tools, each in a folder named by version and checksum, shared by all repositories of a user. A
/// program is stored with the SHA-256 that it had when its download was verified, and is verified again whenever the
/// file has changed.
/// </summary>
internal sealed class ToolCache(AbsolutePath folder)
{
    /// <summary>The environment variable with its folder.</summary>
    public const string Variable = "PIPELINE_TOOLS";

    private const string Verified = "verified";
    private const string Unfinished = ".part-";

    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>Its folder.</summary>
    public AbsolutePath Folder => folder;

    /// <summary>
    /// The cache in the folder that <see cref="Variable"/> names, else in the user's cache folder; that of a user
    /// without a home is below the repository.
    /// </summary>
    public static ToolCache OfUser(AbsolutePath root) =>
        new(
            Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
                ? Path.GetFullPath(given)
                : Path.Combine(UserCache(Home(root)), "pipeline", "tools")
        );

    /// <summary>The program of a tool; null where it was not downloaded yet.</summary>
    /// <exception cref="ToolException">The program has changed since it was verified; it has been deleted.</exception>
    public AbsolutePath? Find(LockedTool tool)
    {
        if (tool.Download is not { } download || !File.Exists(HomeOf(tool, download) / Verified))
            return null;

        var (home, program) = (HomeOf(tool, download), ProgramOf(tool, download));
        var (sum, stamp) = ReadVerified(home);
        if (stamp == StampOf(program))
            return program;
        if (File.Exists(program) && SumOf(program) == sum)
        {
            WriteVerified(home, sum, program);
            return program;
        }

        Directory.Delete(home, recursive: true);
        throw new ToolException(
            $"{tool} in {home} has changed since it was verified: it was deleted; \"./build.sh Setup\" fetches it again"
        );
    }

    /// <summary>A folder for incomplete downloads, outside of the search path; the caller deletes it.</summary>
    internal AbsolutePath NewScratch()
    {
        Directory.CreateDirectory(folder);
        foreach (var left in Directory.EnumerateDirectories(folder, $"{Unfinished}*"))
            if (Directory.GetLastWriteTimeUtc(left) < DateTime.UtcNow - Abandoned)
                Directory.Delete(left, recursive: true);
        AbsolutePath scratch = folder / $"{Unfinished}{Guid.NewGuid():n}";
        Directory.CreateDirectory(scratch);
        return scratch;
    }

    /// <summary>Adds the program of a verified download, atomically, and makes it executable.</summary>
    internal AbsolutePath Add(LockedTool tool, LockedDownload download, AbsolutePath program)
    {
        var home = HomeOf(tool, download);
        var scratch = NewScratch();
        try
        {
            var own = scratch / "bin" / ToolPlatform.FileName(tool.Name);
            Directory.CreateDirectory(own.Parent!);
            File.Move(program, own);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(own, ReadOnlyProgram);
            WriteVerified(scratch, SumOf(own), own);
            Directory.CreateDirectory(home.Parent!);
            Directory.Move(scratch, home);
        }
        catch (IOException) when (File.Exists(home / Verified))
        {
            // Another run has added the same program.
            Directory.Delete(scratch, recursive: true);
        }
        catch
        {
            Directory.Delete(scratch, recursive: true);
            throw;
        }

        return ProgramOf(tool, download);
    }

    private AbsolutePath HomeOf(LockedTool tool, LockedDownload download) =>
        folder / tool.Name / $"{tool.Version}-{download.Sha256[..16]}";

    private AbsolutePath ProgramOf(LockedTool tool, LockedDownload download) =>
        HomeOf(tool, download) / "bin" / ToolPlatform.FileName(tool.Name);

    private static (string Sum, string Stamp) ReadVerified(AbsolutePath home)
    {
        var lines = File.ReadAllLines(home / Verified);
        return lines.Length == 2 ? (lines[0], lines[1]) : ("", "");
    }

    private static void WriteVerified(AbsolutePath home, string sum, AbsolutePath program) =>
        AtomicFile.Write(
            home / Verified,
            stream => stream.Write(System.Text.Encoding.UTF8.GetBytes($"{sum}\n{StampOf(program)}\n")),
            durable: false
        );

    private static string StampOf(AbsolutePath program)
    {
        var file = new FileInfo(program);
        return file.Exists
            ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}")
            : "gone";
    }

    /// <summary>The SHA-256 of a file, 64 hexadecimal digits.</summary>
    internal static string SumOf(string file)
    {
        using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    // The same as in build.sh.
    private static string Home(AbsolutePath root) =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home
            ? home
            : root / ".nuke" / "temp" / "home";

    // https://specifications.freedesktop.org/basedir-spec/latest/
    private static string UserCache(string home) =>
        OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
        : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
        : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given && Path.IsPathRooted(given)
            ? given
        : Path.Combine(home, ".cache");

    private const UnixFileMode ReadOnlyProgram =
        UnixFileMode.UserRead
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;
}
