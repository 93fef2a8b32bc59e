using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Build.Reporting.Html;

/// <summary>The parts of the page that are the same in every report, and the policy that lets nothing else act.</summary>
internal static class PageTemplate
{
    // Later files use what earlier ones declare.
    private static readonly string[] Scripts =
    [
        "dom",
        "format",
        "data",
        "rows",
        "outcome",
        "failures",
        "graph",
        "services",
        "lanes",
        "timeline",
        "findings",
        "delivery",
        "comparison",
        "archive",
        "viewer",
        "logs",
        "keyboard",
        "views",
    ];

    private static readonly string[] Styles = ["base", "page", "tables", "drawings", "logs", "print"];

    /// <summary>The page's only script.</summary>
    public static string Script { get; } = Join(Scripts, "js");

    /// <summary>The page's only style sheet.</summary>
    public static string Style { get; } = Join(Styles, "css");

    /// <summary>Colours and letters alone, for other pages.</summary>
    public static string Base { get; } = Read("base.css");

    /// <summary>The frame, with a word in double braces where something goes in.</summary>
    public static string Frame { get; } = Read("report.html");

    /// <summary>
    /// The Content-Security-Policy: this script and this style sheet by their hashes, pictures inside the page, and nothing else; no
    /// network, no frames, no forms.
    /// </summary>
    public static string Policy { get; } =
        $"default-src 'none'; script-src {Hash(Script)}; style-src {Hash(Style)}; img-src data:; "
        + "base-uri 'none'; form-action 'none'";

    private static string Hash(string text) =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Join(string[] names, string type) =>
        string.Concat(names.Select(name => Read($"{name}.{type}")));

    // The hash is of what the browser sees, and that has no carriage returns.
    private static string Read(string name)
    {
        using var resource = typeof(PageTemplate).Assembly.GetManifestResourceStream(
            typeof(PageTemplate),
            $"Assets.{name}"
        )!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
