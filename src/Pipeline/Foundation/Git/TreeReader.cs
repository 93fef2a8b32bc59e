using System.Diagnostics;
using System.Globalization;
using System.Text;
using Nuke.Common.IO;

namespace Pipeline.Foundation.Git;

/// <summary>Reads the folders of a commit through one process, started on first use.</summary>
internal sealed class TreeReader(AbsolutePath root, string commit) : IDisposable
{
    private readonly Dictionary<string, GitTree?> known = [];
    private Process? process;
    private Stream? input;
    private BufferedStream? output;

    /// <summary>The bytes of an object's name.</summary>
    public int IdLength => commit.Length / 2;

    /// <summary>The entry at a path relative to the root; null where there is none.</summary>
    public GitEntry? Find(string path)
    {
        var slash = path.LastIndexOf('/');
        return Folder(path[..Math.Max(slash, 0)])?[path[(slash + 1)..]];
    }

    /// <summary>The folder at a path; empty for the root. Null where there is none.</summary>
    public GitTree? Folder(string path)
    {
        if (known.TryGetValue(path, out var tree))
            return tree;

        tree =
            path.Length == 0 ? Read($"{commit}^{{tree}}")
            : Find(path) is { IsFolder: true } entry ? Read(entry.Id)
            : null;
        known[path] = tree;
        return tree;
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
    }

    private GitTree Read(string name)
    {
        try
        {
            var (input, answers) = Start();
            input.Write(Encoding.ASCII.GetBytes(name + "\n"));
            input.Flush();
            // "object type size LF content LF"
            var header = ReadLine(answers).Split(' ');
            if (header is not [_, "tree", var size])
                throw new GitException(["cat-file"], 0, string.Join(' ', header));

            var content = new byte[int.Parse(size, CultureInfo.InvariantCulture) + 1];
            answers.ReadExactly(content);
            return GitTree.Parse(content.AsSpan(..^1), IdLength);
        }
        catch (IOException gone)
        {
            throw new GitException(["cat-file"], 0, $"it ended early: {gone.Message}");
        }
    }

    private (Stream Input, Stream Answers) Start()
    {
        if (process is null)
        {
            var start = GitProcess.Of(root, ["cat-file", "--batch"]);
            // Nobody reads its errors, so they go where this process's own go.
            start.RedirectStandardError = false;
            process = Process.Start(start)!;
            input = BlockingPipe.Of(process.StandardInput);
            output = new(BlockingPipe.Of(process.StandardOutput), 64 * 1024);
        }

        return (input!, output!);
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
