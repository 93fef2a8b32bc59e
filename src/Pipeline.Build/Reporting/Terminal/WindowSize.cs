namespace Pipeline.Build.Reporting.Terminal;

/// <summary>The size of a terminal's window, in cells.</summary>
internal readonly record struct WindowSize(int Width, int Height)
{
    /// <summary>The size of this process's terminal.</summary>
    public static WindowSize Current => new(Math.Max(1, Console.WindowWidth), Math.Max(1, Console.WindowHeight));
}
