using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Deployments.Decisions;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>
/// The file with the pins of a GitOps repository. An edit adds or removes whole lines, and leaves every other byte
/// unchanged.
/// </summary>
internal sealed partial class PinFile
{
    // Below the folder of an environment's manifests.
    private const string Name = ".pipeline/pins.yaml";

    private const string Beginning = """
        # +argocd:skip-file-rendering
        # Bump leaves these services at their images. "Rollback --release" takes a pin away.
        pins:

        """;

    private readonly string text;
    private readonly PinDocument document;

    private PinFile(string path, string text)
    {
        Path = path;
        this.text = text;
        document = PinDocument.Read(path, text);
    }

    /// <summary>The file's path within the repository.</summary>
    public string Path { get; }

    /// <summary>All of them, in the order of the file.</summary>
    public ImmutableArray<Pin> All => [.. document.Entries.Select(entry => entry.Pin)];

    /// <summary>The path of the file of an environment.</summary>
    /// <param name="folder">The folder of its manifests.</param>
    /// <exception cref="ManifestException">The folder is outside the repository.</exception>
    public static string PathIn(string folder) => RepositoryPath.Combine(folder, Name);

    /// <summary>Reads the file.</summary>
    /// <param name="path">Its path within the repository.</param>
    /// <param name="content">Its bytes; null where there is no file.</param>
    /// <exception cref="ManifestException">
    /// It is not a file of pins. An unreadable pin must not be bypassed.
    /// </exception>
    public static PinFile Read(string path, byte[]? content) =>
        new(path, content is null ? "" : ManifestFile.Decode(path, content));

    /// <summary>The pin of a service in an environment; null where it has none.</summary>
    public Pin? Find(string service, string environment) =>
        All.FirstOrDefault(pin => pin.Service == service && pin.Environment == environment);

    /// <summary>The file's bytes with a pin, which replaces the service's existing one.</summary>
    /// <exception cref="ManifestException">The file's formatting does not allow to add a pin.</exception>
    public byte[] With(Pin pin)
    {
        var without = new PinFile(Path, Remove(pin.Service, pin.Environment));
        return Prove(without.Add(pin), [.. without.All, Written(pin)]);
    }

    /// <summary>The file's bytes without the pin of a service; unchanged where it has none.</summary>
    /// <exception cref="ManifestException">The file's formatting does not allow to remove the pin.</exception>
    public byte[] Without(string service, string environment) =>
        Prove(
            Remove(service, environment),
            [.. All.Where(pin => pin.Service != service || pin.Environment != environment)]
        );

    private string Remove(string service, string environment)
    {
        var lines = Lines(text).ToList();
        foreach (var entry in document.Entries.Reverse())
            if (entry.Pin.Service == service && entry.Pin.Environment == environment)
                lines.RemoveRange(entry.FirstLine - 1, entry.LastLine - entry.FirstLine + 1);
        return string.Concat(lines);
    }

    private string Add(Pin pin)
    {
        var lines = Lines(document.Line == 0 ? text + Beginning : EmptyList().Replace(text, "")).ToList();
        var end =
            lines.FirstOrDefault(line => line.EndsWith('\n'))?.EndsWith("\r\n", StringComparison.Ordinal) ?? false;
        var newline = end ? "\r\n" : "\n";
        var after = document.Line == 0 ? lines.Count : document.Line;
        if (lines[after - 1] is var last && !last.EndsWith('\n'))
            lines[after - 1] = last + newline;
        lines.Insert(after, string.Concat(Describe(pin).Select(line => line + newline)));
        return string.Concat(lines);
    }

    private IEnumerable<string> Describe(Pin pin)
    {
        var margin = new string(' ', document.Margin);
        yield return $"{margin}- service: {pin.Service}";
        yield return $"{margin}  environment: {pin.Environment}";
        if (pin.Image is not null)
            yield return $"{margin}  image: {Quote(pin.Image.ToString())}";
        yield return $"{margin}  reason: {Quote(pin.Reason)}";
        yield return $"{margin}  by: {Quote(pin.By)}";
        if (pin.Since is { } since)
            yield return $"{margin}  since: {since.UtcDateTime.ToString(PinDocument.Time, CultureInfo.InvariantCulture)}";
    }

    private byte[] Prove(string edited, Pin[] expected) =>
        new PinFile(Path, edited).All.SequenceEqual(expected)
            ? ManifestFile.Encode(edited)
            : throw new ManifestException(
                $"{Path} cannot be edited without changing other pins: write each pin as a list item of its own lines"
            );

    private static Pin Written(Pin pin) =>
        pin with
        {
            Reason = Clean(pin.Reason),
            By = Clean(pin.By),
            Since = pin.Since is { } since ? DateTimeOffset.FromUnixTimeSeconds(since.ToUnixTimeSeconds()) : null,
        };

    private static string Quote(string value) => $"'{Clean(value).Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Clean(string value) => Unwritable().Replace(value, " ").Trim();

    private static IEnumerable<string> Lines(string text)
    {
        for (int from = 0, to; from < text.Length; from = to)
        {
            to = text.IndexOf('\n', from) + 1;
            to = to == 0 ? text.Length : to;
            yield return text[from..to];
        }
    }

    // Characters that YAML cannot hold in single quotes, or reads as line ends.
    [GeneratedRegex(@"[\s\p{Cc}\p{Cs}\uFEFF\uFFFE\uFFFF]+")]
    private static partial Regex Unwritable();

    [GeneratedRegex(@"(?<=^\uFEFF?pins[ \t]*:)[ \t]*\[[ \t]*\]", RegexOptions.Multiline)]
    private static partial Regex EmptyList();
}
