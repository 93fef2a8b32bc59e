using System.Text;
using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace Pipeline.GitOps.Manifests;

/// <summary>A YAML file of a GitOps repository, and the images that it names. It is parsed once, when it is first looked at.</summary>
public sealed class ManifestFile
{
    /// <summary>Larger files are not read, in bytes; the API server takes no object above 3 MiB.</summary>
    public const int LargestSize = 16 * 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Lazy<(ImmutableArray<ContainerImage> Images, string? Problem)> parsed;

    /// <summary>Takes a file as it is.</summary>
    /// <param name="path">Its path within the repository, with forward slashes.</param>
    /// <param name="content">Its bytes, which are not copied.</param>
    public ManifestFile(string path, byte[] content)
    {
        Path = path;
        Content = content;
        parsed = new(Parse);
    }

    /// <summary>Its path within the repository, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>Why nothing can be said about its content, with its place; null where it can be read.</summary>
    public string? Problem => parsed.Value.Problem;

    internal byte[] Content { get; }

    /// <summary>Its text, a byte order mark included.</summary>
    internal string Text => Utf8.GetString(Content);

    internal ImmutableArray<ContainerImage> Images => parsed.Value.Images;

    /// <summary>True where one of the words stands anywhere in it, whatever state it is in.</summary>
    internal bool Mentions(IEnumerable<string> words) =>
        Regex.IsMatch(
            Encoding.Latin1.GetString(Content),
            $"(?<![A-Za-z0-9])(?:{string.Join('|', words.Select(Regex.Escape))})(?![A-Za-z0-9])",
            RegexOptions.None,
            Regex.InfiniteMatchTimeout
        );

    /// <summary>The bytes of a text.</summary>
    internal static byte[] Encode(string text) => Utf8.GetBytes(text);

    /// <summary>The text of a file, a byte order mark included.</summary>
    /// <exception cref="ManifestException">The bytes are not UTF-8.</exception>
    internal static string Decode(string path, byte[] content)
    {
        try
        {
            return Utf8.GetString(content);
        }
        catch (DecoderFallbackException failure)
        {
            var before = Encoding.Latin1.GetString(content, 0, Math.Clamp(failure.Index, 0, content.Length));
            throw new ManifestException(
                $"{path}:{LineOf(before)} is not UTF-8 (byte {failure.Index}): save it as UTF-8"
            );
        }
    }

    private (ImmutableArray<ContainerImage>, string?) Parse()
    {
        // Most files of a repository run nothing; without this word no workload can.
        if (Content.AsSpan().IndexOf("ontainers"u8) < 0 && Content.AsSpan().IndexOf((byte)0) < 0)
            return ([], null);
        if (Content.Length > LargestSize)
            return ([], $"{Path} is larger than {LargestSize / 1024 / 1024} MiB, and was not read");

        try
        {
            var text = Decode(Path, Content);
            var nul = text.IndexOf('\0', StringComparison.Ordinal);
            return nul < 0
                ? (ContainerImage.Find(this, text), null)
                : ([], $"{Path}:{LineOf(text.AsSpan(0, nul))} holds a NUL character, which YAML does not allow");
        }
        catch (ManifestException failure)
        {
            return ([], failure.Message);
        }
        catch (YamlException failure)
        {
            return ([], SyntaxError.Describe(Path, Text, failure));
        }
    }

    private static int LineOf(ReadOnlySpan<char> before) => before.Count('\n') + 1;
}
