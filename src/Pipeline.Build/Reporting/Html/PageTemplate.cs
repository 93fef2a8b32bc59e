using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Build.Reporting.Html;

/// <summary>The constant parts of the page, and its content security policy.</summary>
internal static class PageTemplate
{
    // In order of use: later files depend on earlier ones.
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
        "suites",
        "load",
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

    /// <summary>Colours and fonts alone, for other pages.</summary>
    public static string Base { get; } = Read("base.css");

    /// <summary>The frame, with placeholders in double braces.</summary>
    public static string Frame { get; } = Read("report.html");

    /// <summary>
    /// The Content-Security-Policy: this script and this style sheet by hash, inline images, and nothing else; no
    /// network, no frames, no forms.
    /// </summary>
    public static string Policy { get; } =
        $"default-src 'none'; script-src {Hash(Script)}; style-src {Hash(Style)}; img-src data:; "
        + "base-uri 'none'; form-action 'none'";

    private static string Hash(string text) =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Join(string[] names, string type) =>
        string.Concat(names.Select(name => Read($"{name}.{type}")));

    // The hash is over what the browser parses, which has no carriage returns.
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
