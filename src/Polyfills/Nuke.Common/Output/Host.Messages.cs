using Nuke.Common.Execution;

namespace Nuke.Common;

public partial class Host
{
    private static readonly List<(string Colour, string Text)> s_problems = [];

    internal static void Verbose(string text) => Write(Verbosity.Verbose, Ink.Dim, text);

    internal static void Debug(string text = "") => Write(Verbosity.Normal, Ink.Dim, text);

    internal static void Information(string text = "") => Write(Verbosity.Normal, Ink.Accent, text);

    /// <summary>Writes a warning, tells the host, and keeps it for the end of the run.</summary>
    internal static void Warning(string text)
    {
        Keep(Ink.Warning, $"[WRN] {text}");
        Write(Verbosity.Minimal, Ink.Warning, $"[WRN] {text}");
        Instance?.ReportWarning(text);
    }

    /// <summary>Writes an error, tells the host, and keeps it for the end of the run.</summary>
    internal static void Error(string text, Exception exception)
    {
        Keep(Ink.Error, $"[ERR] {text}");
        Fatal(text, exception);
    }

    /// <summary>Writes the error that ends the run, and tells the host.</summary>
    internal static void Fatal(string text, Exception exception)
    {
        Write(Verbosity.Quiet, Ink.Error, $"[ERR] {text}");
        Verbose(exception.ToString());
        Instance?.ReportError(text, exception.ToString());
    }

    private static void Keep(string colour, string text) => s_problems.Add((colour, text));

    private static void Write(Verbosity verbosity, string colour, string text)
    {
        if (NukeBuild.Verbosity <= verbosity)
            Ink.WriteLine(colour, text);
    }
}
