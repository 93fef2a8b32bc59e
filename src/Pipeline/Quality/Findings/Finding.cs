using Pipeline.Catalog;

namespace Pipeline.Quality.Findings;

/// <summary>A problem that a tool found.</summary>
/// <param name="Tool">The tool's name, as on its command line.</param>
/// <param name="RuleId">The tool's identifier of the problem: a rule, a CVE, a linter's code.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">What is wrong, in the tool's words; never a secret that the tool detected.</param>
public sealed record Finding(string Tool, string RuleId, Severity Severity, string Message)
{
    private const int LongestMessage = 160;

    /// <summary>
    /// The file, relative to the repository's root with forward slashes; null for a finding outside of files.
    /// </summary>
    public string? File { get; init; }

    /// <summary>Counted from 1.</summary>
    public int? Line { get; init; }

    /// <summary>Counted from 1.</summary>
    public int? Column { get; init; }

    /// <summary>The affected package, as <c>name@version</c>; null for a finding that is not about a package.</summary>
    public string? Package { get; init; }

    /// <summary>The version of the package that fixes it; null where there is no fix, or no package.</summary>
    public string? FixedVersion { get; init; }

    /// <summary>Why it does not fail the step whatever its severity; null where the severity decides.</summary>
    public string? Excuse { get; init; }

    /// <summary>A further note for people; null for none.</summary>
    public string? Remark { get; init; }

    /// <summary>
    /// The location, in the form that editors and terminals turn into a link; without a file, the package.
    /// </summary>
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

    /// <summary>A copy with each text passed through a function.</summary>
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
                $"[{Severity.Word()}]",
                RuleId,
                Package is not null && File is not null ? $"{Package}:" : null,
                Brief,
                FixedVersion is null ? null : $"(fixed in {FixedVersion})",
                Excuse is null ? null : $"({Excuse})",
                Remark is null ? null : $"({Remark})",
            }.Where(part => !string.IsNullOrEmpty(part))
        );
}
