using System.Net;

namespace Pipeline.Build.Reporting.Html;

/// <summary>A self-contained HTML file without scripts: it opens from the disk and makes no network requests.</summary>
internal static class StaticPage
{
    /// <summary>The page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="style">Its own style.</param>
    /// <param name="content">What follows the title, as HTML.</param>
    public static string Of(string title, string style, string content) =>
        $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>{Text(title)}</title>
            <style>{PageTemplate.Base}{Style}{style}</style>
            </head>
            <body>
            <main>
            <h1>{Text(title)}</h1>
            {content}</main>
            </body>
            </html>

            """;

    /// <summary>A text as HTML.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    private const string Style = """
        main { max-width: 56rem; margin: 0 auto; padding: 2rem 1rem; }
        section { margin-top: 2rem; }
        """;
}
