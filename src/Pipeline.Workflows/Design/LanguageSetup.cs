using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Design;

/// <summary>
/// How a version of a language gets onto a machine: neither <c>gh</c> nor a build can put it there for later steps.
/// </summary>
/// <param name="Language">The language, as the value of <c>matrix.language</c>.</param>
/// <param name="Action">The action that installs it.</param>
/// <param name="VersionInput">The action's input that takes the version.</param>
public sealed record LanguageSetup(string Language, ActionPin Action, string VersionInput)
{
    /// <summary>The action's other inputs.</summary>
    public ImmutableArray<NamedValue> Inputs { get; init; } = [];

    /// <summary>The step, which runs in legs of the language alone.</summary>
    internal ActionStep Step =>
        new(Action, [new(VersionInput, "${{ matrix.version }}"), .. Inputs])
        {
            If = $"matrix.language == '{Language}'",
        };
}
