using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Design;

/// <summary>
/// How a version of a language gets onto a machine: neither <c>gh</c> nor a build can put it there for later steps.
/// </summary>
/// <param name="Language">The language, as the value of <c>matrix.language</c>.</param>
/// <param name="Installation">The step that installs <see cref="Version"/>.</param>
public sealed record LanguageSetup(string Language, WorkflowStep Installation)
{
    /// <summary>The version of a leg.</summary>
    public const string Version = "${{ matrix.version }}";

    /// <summary>The action that installs it; null where none is needed.</summary>
    public ActionPin? Action => (Installation as ActionStep)?.Action;

    /// <summary>The step, which runs in legs of the language alone.</summary>
    internal WorkflowStep Step => Installation with { If = $"matrix.language == '{Language}'" };
}
