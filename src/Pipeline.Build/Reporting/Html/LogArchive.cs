using System.Buffers.Text;
using System.IO.Compression;
using System.Text.Json;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Files;

namespace Pipeline.Build.Reporting.Html;

/// <summary>
/// The logs of a run in compressed blocks, which the page opens on demand: a page holds thousands of
/// logs and still opens at once.
/// </summary>
internal sealed class LogArchive
{
    private const long BlockBytes = 1 << 20;

    private readonly ImmutableArray<Entry[]> blocks;

    private LogArchive(ImmutableArray<Entry[]> blocks) => this.blocks = blocks;

    /// <summary>The number of blocks.</summary>
    public int Count => blocks.Length;

    /// <summary>
    /// Plans the blocks: the logs of failed steps first, each with its share of <paramref name="budgetBytes"/>.
    /// </summary>
    public static LogArchive Plan(ReportData data, StepIndex index, long budgetBytes)
    {
        var logs = data
            .Logs.Select(log => new Entry(log, index.Of(log.Step), Size(log)))
            .Where(log => log.Step >= 0)
            .ToArray();
        var limit = FairShare([.. logs.Select(log => log.Bytes)], budgetBytes);
        return new(
            Group(
                logs.Where(IsOfFailure)
                    .Concat(logs.Where(log => !IsOfFailure(log)))
                    .Select(log => log with { Bytes = Math.Min(log.Bytes, limit) })
            )
        );

        bool IsOfFailure(Entry log) => data.Steps[log.Step].Status == StepStatus.Failed;
    }

    /// <summary>The block of each step's log; -1 where it has none.</summary>
    public int[] BlockOfStep(int steps)
    {
        var result = new int[steps];
        Array.Fill(result, -1);
        for (var block = 0; block < blocks.Length; block++)
            foreach (var entry in blocks[block])
                result[entry.Step] = block;
        return result;
    }

    /// <summary>The text of a step's log.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public LogText Read(int step)
    {
        var entry = blocks.SelectMany(block => block).First(entry => entry.Step == step);
        return LogText.Read(entry.Log.File, entry.Bytes);
    }

    /// <summary>
    /// A block as the page reads it: Base64 of gzip of a JSON array with, for each log, the number of its step, its
    /// text, the bytes left out and the file's path from <paramref name="folder"/>.
    /// </summary>
    public byte[] Pack(int block, string folder)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var json = new Utf8JsonWriter(gzip))
        {
            json.WriteStartArray();
            foreach (var (log, step, bytes) in blocks[block])
            {
                var text = LogText.Read(log.File, bytes);
                json.WriteStartArray();
                json.WriteNumberValue(step);
                json.WriteStringValue(text.Text);
                json.WriteNumberValue(text.OmittedBytes);
                json.WriteStringValue(SlashedPath.Between(folder, log.File));
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        var content = packed.GetBuffer().AsSpan(0, (int)packed.Length);
        var encoded = new byte[Base64.GetMaxEncodedToUtf8Length(content.Length)];
        Base64.EncodeToUtf8(content, encoded, out _, out _);
        return encoded;
    }

    /// <summary>The limit for each, so that all together stay within the budget.</summary>
    internal static long FairShare(long[] sizes, long budget)
    {
        var left = budget;
        foreach (var size in sizes)
            left -= size;
        if (left >= 0)
            return long.MaxValue;

        Array.Sort(sizes);
        left = budget;
        var first = 0;
        for (; sizes[first] <= left / (sizes.Length - first); first++)
            left -= sizes[first];
        return left / (sizes.Length - first);
    }

    private static ImmutableArray<Entry[]> Group(IEnumerable<Entry> entries)
    {
        var groups = ImmutableArray.CreateBuilder<Entry[]>();
        var open = new List<Entry>();
        var size = 0L;
        foreach (var entry in entries)
        {
            open.Add(entry);
            size += entry.Bytes;
            if (size < BlockBytes)
                continue;

            groups.Add([.. open]);
            open.Clear();
            size = 0;
        }

        if (open.Count > 0)
            groups.Add([.. open]);
        return groups.ToImmutable();
    }

    private static long Size(ReportLog log)
    {
        var file = new FileInfo(log.File);
        return file.Exists ? file.Length : 0;
    }

    // Of a long log only so many bytes are shown.
    private sealed record Entry(ReportLog Log, int Step, long Bytes);
}
