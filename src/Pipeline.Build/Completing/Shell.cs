namespace Pipeline.Build.Completing;

/// <summary>A shell that completes what is typed.</summary>
public enum Shell
{
    /// <summary>GNU bash, 3.2 or later.</summary>
    Bash,

    /// <summary>The Z shell.</summary>
    Zsh,

    /// <summary>PowerShell, on any system.</summary>
    PowerShell,
}
