using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages.Python;

/// <summary>
/// The rules of a linter. Where the service chose them, any finding fails the step. Else findings about style are low,
/// and fail it only where the catalog's severity is low.
/// </summary>
internal static class PythonRules
{
    private static readonly (string Tool, string File, string Mark)[] Settings =
    [
        ("flake8", ".flake8", "[flake8"),
        ("flake8", "setup.cfg", "[flake8"),
        ("flake8", "tox.ini", "[flake8"),
        ("ruff", ".ruff.toml", ""),
        ("ruff", "ruff.toml", ""),
        ("ruff", "pyproject.toml", "[tool.ruff"),
    ];

    // What is wrong rather than unusual, by the codes of pyflakes, of syntax errors, and of Bugbear.
    private static readonly string[] Serious = ["F", "E9", "B", "S"];

    /// <summary>
    /// The nearest file with rules for a linter, in the service's folder or one above in the repository; null without
    /// one.
    /// </summary>
    public static AbsolutePath? FileOf(StepContext step, string tool)
    {
        for (var folder = step.Service.Directory; folder is not null; folder = folder.Parent)
        {
            foreach (var (_, name, mark) in Settings.Where(setting => setting.Tool == tool))
                if (
                    File.Exists(folder / name)
                    && File.ReadAllText(folder / name).Contains(mark, StringComparison.Ordinal)
                )
                    return folder / name;
            if (folder == step.Source.Root)
                break;
        }

        return null;
    }

    public static StepResult Judge(StepContext step, string tool, IEnumerable<Finding> findings) =>
        FileOf(step, tool) is not null
            ? Gate.JudgeAll(step, ScanReport.Complete(tool, findings))
            : Gate.Judge(
                step,
                step.Platform.Policy.Severity == Severity.Low ? Severity.Low : Severity.Medium,
                ScanReport.Complete(tool, findings.Select(Ranked))
            );

    private static Finding Ranked(Finding finding) =>
        Serious.Any(code => finding.RuleId.StartsWith(code, StringComparison.Ordinal))
            ? finding
            : finding with
            {
                Severity = Severity.Low,
            };
}
