namespace Pipeline.Foundation.Processes;

/// <summary>A program and its arguments, none of which a shell reads.</summary>
/// <param name="Program">A name that is looked up on the path, or a path.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record CommandLine(string Program, params ImmutableArray<string> Arguments)
{
    /// <summary>Where it runs; null: where the build does.</summary>
    public string? Directory { get; init; }

    /// <summary>Variables that it gets beside those of the build; null takes one away.</summary>
    public ImmutableDictionary<string, string?> Variables { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>The line as a person would type it, for logs.</summary>
    public override string ToString() =>
        string.Join(
            ' ',
            Arguments.Prepend(Program).Select(part => part.Length > 0 && !part.Contains(' ') ? part : $"'{part}'")
        );
}
