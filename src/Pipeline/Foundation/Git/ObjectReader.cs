using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Pipeline.Foundation.Git;

/// <summary>Reads objects of a repository through one process, started on first use.</summary>
/// <param name="directory">Where Git runs.</param>
/// <param name="complain">Takes what Git complains of; null: this process's own errors do.</param>
/// <param name="options">Git's options before its command.</param>
internal sealed class ObjectReader(
    string directory,
    Action<string>? complain = null,
    params ImmutableArray<string> options
) : IDisposable
{
    // So many names fit into a pipe while Git waits for its answers to be read.
    private const int AtOnce = 100;

    private Process? process;
    private Stream? input;
    private BufferedStream? output;

    /// <summary>Reads objects, in the order of their names; null for one that is not there.</summary>
    /// <param name="names">What Git knows them by.</param>
    /// <exception cref="GitException">Git cannot read them.</exception>
    public ImmutableArray<GitObject?> Read(IReadOnlyCollection<string> names)
    {
        try
        {
            return [.. names.Chunk(AtOnce).SelectMany(ReadTogether)];
        }
        catch (IOException gone)
        {
            throw new GitException(["cat-file"], 0, $"it ended early: {gone.Message}");
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (process is null)
            return;
        // It exits when its input ends.
        process.StandardInput.Dispose();
        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    private GitObject?[] ReadTogether(string[] names)
    {
        var (input, answers) = Start();
        input.Write(Encoding.UTF8.GetBytes(string.Concat(names.Select(name => $"{name}\n"))));
        return Array.ConvertAll(names, _ => ReadOne(answers));
    }

    // "object type size LF content LF", or "name missing LF"
    private static GitObject? ReadOne(Stream answers)
    {
        if (ReadLine(answers).Split(' ') is not [var id, var kind, var size])
            return null;

        var content = new byte[int.Parse(size, CultureInfo.InvariantCulture)];
        answers.ReadExactly(content);
        answers.ReadByte();
        return new(id, kind, content);
    }

    private (Stream Input, Stream Answers) Start()
    {
        if (process is null)
        {
            var start = GitProcess.Of(directory, [.. options, "cat-file", "--batch"]);
            start.RedirectStandardError = complain is not null;
            process = Process.Start(start)!;
            if (complain is not null)
                new Thread(() => Pass(process.StandardError, complain)) { IsBackground = true }.Start();
            input = BlockingPipe.Of(process.StandardInput);
            output = new(BlockingPipe.Of(process.StandardOutput), 64 * 1024);
        }

        return (input!, output!);
    }

    private static void Pass(StreamReader errors, Action<string> complain)
    {
        using var lines = new StreamReader(BlockingPipe.Of(errors));
        while (lines.ReadLine() is { } line)
            complain(line);
    }

    private static string ReadLine(Stream answers)
    {
        var line = new StringBuilder();
        for (int next; (next = answers.ReadByte()) != '\n'; line.Append((char)next))
            if (next < 0)
                throw new EndOfStreamException(line.ToString());
        return line.ToString();
    }
}

/// <summary>An object of Git.</summary>
/// <param name="Id">Its name, in hexadecimal.</param>
/// <param name="Kind">Such as <c>blob</c>.</param>
/// <param name="Content">Its content.</param>
internal sealed record GitObject(string Id, string Kind, byte[] Content);
