using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Foundation.Files;
using YamlDotNet.Core;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>A YAML file of a GitOps repository, and its images. It is parsed once, on first use.</summary>
internal sealed class ManifestFile
{
    /// <summary>Larger files are not read, in bytes; the API server takes no object above 3 MiB.</summary>
    public const int LargestSize = 16 * 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Memo? memo;
    private readonly Lazy<(ImmutableArray<ManifestImage> Images, string? Problem)> parsed;
    private readonly Lazy<(ImmutableArray<ManifestDocument> Documents, string Text)> values;

    /// <summary>Wraps a file.</summary>
    /// <param name="path">Its path within the repository, with forward slashes.</param>
    /// <param name="content">Its bytes, which are not copied.</param>
    /// <param name="memo">Caches the images of files; null for no cache.</param>
    public ManifestFile(string path, byte[] content, Memo? memo = null)
    {
        this.memo = memo;
        Path = path;
        Content = content;
        parsed = new(FindImages);
        values = new(ReadValues);
    }

    /// <summary>Its path within the repository, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>Why its images are unknown, with the place; null where it is readable, or has none.</summary>
    public string? Problem => parsed.Value.Problem;

    internal byte[] Content { get; }

    /// <summary>Its text, a byte order mark included.</summary>
    internal string Text => Utf8.GetString(Content);

    internal ImmutableArray<ManifestImage> Images => parsed.Value.Images;

    /// <summary>Its documents, which are kept.</summary>
    /// <exception cref="ManifestException">It cannot be read.</exception>
    internal ImmutableArray<ManifestDocument> Tree => field.IsDefault ? field = Documents() : field;

    /// <summary>True for a YAML or JSON file by its name, or a kustomization.</summary>
    internal static bool IsManifest(string path) =>
        path.EndsWith(".yaml", StringComparison.Ordinal)
        || path.EndsWith(".yml", StringComparison.Ordinal)
        || IsJson(path)
        || IsNamedTemplate(path)
        || KustomizeImages.IsKustomization(path);

    /// <summary>True where it contains one of the words, valid or not.</summary>
    internal bool Mentions(IEnumerable<string> words) =>
        Regex.IsMatch(
            Encoding.Latin1.GetString(Content),
            $"(?<![A-Za-z0-9])(?:{string.Join('|', words.Select(Regex.Escape))})(?![A-Za-z0-9])",
            RegexOptions.None,
            Regex.InfiniteMatchTimeout
        );

    /// <summary>
    /// The images at a path of keys in its Helm values, one per document; empty where it is unreadable.
    /// </summary>
    internal IEnumerable<ManifestImage> At(ImmutableArray<string> path) =>
        values
            .Value.Documents.Select(document => HelmImages.At(document, this, values.Value.Text, path))
            .OfType<ManifestImage>();

    /// <summary>Its documents, which are not kept: they are large compared with the images.</summary>
    /// <exception cref="ManifestException">It cannot be read.</exception>
    internal ImmutableArray<ManifestDocument> Documents()
    {
        if (Content.Length > LargestSize)
            throw new ManifestException($"{Path} is larger than {LargestSize / 1024 / 1024} MiB, and was not read");

        var text = Decode(Path, Content);
        try
        {
            var nul = text.IndexOf('\0', StringComparison.Ordinal);
            return nul < 0
                ? ManifestParser.Parse(text)
                : throw new ManifestException(
                    $"{Path}:{LineOf(text.AsSpan(0, nul))} contains a NUL character, which YAML does not allow"
                );
        }
        catch (YamlException failure)
        {
            throw new ManifestException(SyntaxError.Describe(Path, text, failure));
        }
    }

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

    // Most files have no images; every workload, kustomization and values file with one contains one of these words.
    // YAML contains no NUL, and every second byte of UTF-16 is one.
    private bool MayStateImages =>
        !IsTemplate
        && (
            Content.AsSpan().IndexOf("mage"u8) >= 0
            || Content.AsSpan().IndexOf("ontainers"u8) >= 0
            || Content.AsSpan().IndexOf("repository"u8) >= 0
            || Content.AsSpan().IndexOf((byte)0) >= 0
        );

    // Chart templates are not YAML before Helm renders them.
    internal bool IsTemplate =>
        IsOtherJson
        || IsNamedTemplate(Path)
        || (
            Path.StartsWith("templates/", StringComparison.Ordinal)
            || Path.Contains("/templates/", StringComparison.Ordinal)
        )
            && Content.AsSpan().IndexOf("{{"u8) >= 0;

    // Most JSON is no manifest.
    private bool IsOtherJson =>
        IsJson(Path)
        && (Content.AsSpan().IndexOf("\"kind\""u8) < 0 || Content.AsSpan().IndexOf("\"apiVersion\""u8) < 0)
        && !System.IO.Path.GetFileName(Path).StartsWith("values", StringComparison.Ordinal);

    // A chart's helpers, which its templates take in.
    private static bool IsNamedTemplate(string path) => path.EndsWith(".tpl", StringComparison.Ordinal);

    private static bool IsJson(string path) => path.EndsWith(".json", StringComparison.Ordinal);

    private (ImmutableArray<ManifestImage>, string?) FindImages()
    {
        if (!MayStateImages)
            return ([], null);

        try
        {
            // The path counts too: it identifies kustomizations and chart values.
            var input = memo is null ? [] : (byte[])[.. Utf8.GetBytes($"{Path}\0"), .. Content];
            return ([.. memo?.Of(input, ImageCodec.Of(this), ReadImages) ?? ReadImages()], null);
        }
        catch (ManifestException failure)
        {
            return ([], failure.Message);
        }
    }

    private ManifestImage[] ReadImages()
    {
        var (documents, text) = (Documents(), Text);
        return
        [
            .. documents.SelectMany(document =>
                WorkloadImages
                    .Of(document, this, text)
                    .Concat(KustomizeImages.Of(document, this, text, isFirst: document == documents[0]))
                    .Concat(HelmImages.Of(document, this, text, documents))
                    .Concat(ApplicationImages.Of(document, this, text))
            ),
        ];
    }

    private (ImmutableArray<ManifestDocument>, string) ReadValues()
    {
        try
        {
            return IsTemplate ? ([], "") : (Documents(), Text);
        }
        catch (ManifestException)
        {
            return ([], "");
        }
    }

    private static int LineOf(ReadOnlySpan<char> before) => before.Count('\n') + 1;
}
