namespace Pipeline.Foundation.Processes;

/// <summary>A program and its arguments; no shell reads them.</summary>
/// <param name="Program">A name to find on the path, or a path.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record CommandLine(string Program, params ImmutableArray<string> Arguments)
{
    /// <summary>Where it runs; null: where the build does.</summary>
    public string? Directory { get; init; }

    /// <summary>Environment variables in addition to the build's; null removes one.</summary>
    public ImmutableDictionary<string, string?> Variables { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>The line as a person would type it, for logs.</summary>
    public override string ToString() =>
        string.Join(
            ' ',
            Arguments.Prepend(Program).Select(part => part.Length > 0 && !part.Contains(' ') ? part : $"'{part}'")
        );
}
