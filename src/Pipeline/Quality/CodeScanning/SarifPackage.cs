using System.IO.Compression;
using System.Text;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.CodeScanning;

/// <summary>A file for GitHub, compressed.</summary>
/// <param name="Runs">What is in it.</param>
/// <param name="Content">The file.</param>
internal sealed record SarifPackage(ImmutableArray<ScannedRun> Runs, byte[] Content)
{
    // https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/troubleshoot-sarif-uploads
    private const int MostRuns = 20;
    private const int MostBytes = 10_000_000;

    /// <summary>As few as GitHub's limits allow.</summary>
    /// <exception cref="StepFailedException">What one tool found is too large.</exception>
    public static IEnumerable<SarifPackage> Pack(IEnumerable<ScannedRun> runs, int mostBytes = MostBytes) =>
        runs.Chunk(MostRuns).SelectMany(chunk => Fitting([.. chunk], mostBytes));

    private static IEnumerable<SarifPackage> Fitting(ImmutableArray<ScannedRun> runs, int mostBytes)
    {
        var content = Compressed(SarifWriter.WriteRuns([.. runs.Select(scanned => scanned.Run)]));
        return content.Length <= mostBytes ? [new(runs, content)]
            : runs is [var single]
                ? throw new StepFailedException(
                    $"the report of {single} has {content.Length} bytes when compressed, and GitHub takes {mostBytes} at most"
                )
            : Fitting(runs[..(runs.Length / 2)], mostBytes).Concat(Fitting(runs[(runs.Length / 2)..], mostBytes));
    }

    private static byte[] Compressed(string sarif)
    {
        using var content = new MemoryStream();
        using (var gzip = new GZipStream(content, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(sarif));
        return content.ToArray();
    }
}
