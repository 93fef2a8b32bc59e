namespace Nuke.Common.Execution;

/// <summary>Colours, where whoever reads the output sees them.</summary>
internal static class Ink
{
    public const string None = "";
    public const string Dim = "\e[90m";
    public const string Good = "\e[32;1m";
    public const string Accent = "\e[36;1m";
    public const string Warning = "\e[33;1m";
    public const string Error = "\e[31;1m";

    /// <summary>
    /// Not into a file or pipe, not on a dumb terminal, and not where <c>NO_COLOR</c> (no-color.org) asks for none.
    /// </summary>
    public static bool IsVisible { get; } =
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    public static void WriteLine(string colour, string text) =>
        Console.Out.WriteLine(IsVisible && colour.Length > 0 && text.Length > 0 ? $"{colour}{text}\e[0m" : text);
}
