using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Quality.Findings;

/// <summary>Something that a tool found wrong, whichever tool it was.</summary>
/// <param name="Tool">The tool's name, as on its command line.</param>
/// <param name="RuleId">The tool's own name for what is wrong: a rule, a CVE, a linter's code.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">What is wrong, in the tool's words; it never holds a secret that the tool came upon.</param>
public sealed record Finding(string Tool, string RuleId, Severity Severity, string Message)
{
    private const int LongestMessage = 160;

    /// <summary>The file, relative to the repository's root with forward slashes; null where it is in none.</summary>
    public string? File { get; init; }

    /// <summary>Counted from 1.</summary>
    public int? Line { get; init; }

    /// <summary>Counted from 1.</summary>
    public int? Column { get; init; }

    /// <summary>The package that is affected, as <c>name@version</c>.</summary>
    public string? Package { get; init; }

    /// <summary>The version of the package that mends it; null where there is none, or it is no package.</summary>
    public string? FixedVersion { get; init; }

    /// <summary>Why it does not fail a step, as a sentence; null where it does by its severity.</summary>
    public string? Excuse { get; init; }

    /// <summary>What else there is to say of it, as a sentence; null for nothing.</summary>
    public string? Remark { get; init; }

    /// <summary>Where it is, in the form that editors and terminals turn into a link; else the package.</summary>
    public string? Place =>
        File is null ? Package
        : Line is null ? File
        : Column is null ? $"{File}:{Line}"
        : $"{File}:{Line}:{Column}";

    private string Brief =>
        string.Join(' ', Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is var line
        && line.Length <= LongestMessage
            ? line
            : line[..LongestMessage].TrimEnd() + "…";

    /// <summary>The finding in texts that are made of its own.</summary>
    internal Finding With(Func<string, string> text) =>
        this with
        {
            RuleId = text(RuleId),
            Message = text(Message),
            File = File is null ? null : text(File),
            Package = Package is null ? null : text(Package),
            FixedVersion = FixedVersion is null ? null : text(FixedVersion),
        };

    /// <summary>The finding on one line, a long message cut short.</summary>
    public override string ToString() =>
        string.Join(
            ' ',
            new[]
            {
                Place,
                $"[{Severity.ToString().ToLowerInvariant()}]",
                RuleId,
                Package is not null && File is not null ? $"{Package}:" : null,
                Brief,
                FixedVersion is null ? null : $"(mended in {FixedVersion})",
                Excuse is null ? null : $"({Excuse})",
                Remark is null ? null : $"({Remark})",
            }.Where(part => !string.IsNullOrEmpty(part))
        );
}

/// <summary>What the tools of a step found; the step provides it.</summary>
/// <param name="Tools">The tools that ran to their end.</param>
/// <param name="Findings">The worst first.</param>
/// <param name="Report">The SARIF file, relative to the folder that everything is written under.</param>
public sealed record FindingSet(ImmutableArray<string> Tools, ImmutableArray<Finding> Findings, string Report)
    : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "FindingSet";
}
