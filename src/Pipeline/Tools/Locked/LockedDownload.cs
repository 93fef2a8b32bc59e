namespace Pipeline.Tools.Locked;

/// <summary>A tool's download for a platform.</summary>
/// <param name="Url">The address.</param>
/// <param name="Sha256">The SHA-256 of its bytes, 64 hexadecimal digits.</param>
/// <param name="Member">The program's path within the archive; null where the download is the program itself.</param>
public sealed record LockedDownload(Uri Url, string Sha256, string? Member)
{
    /// <summary>The last part of the address.</summary>
    public string FileName => Url.Segments[^1];
}
