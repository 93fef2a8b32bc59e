using System.Text.RegularExpressions;

namespace Pipeline.Adoption.Workflows;

/// <summary>Finds checks among the commands of a step, and what keeps them from failing it.</summary>
internal static partial class GateCommands
{
    /// <summary>The checks of a step.</summary>
    public static IEnumerable<GateRun> Of(ExistingStep step)
    {
        var commands = step.Commands;
        var (errorsCount, pipesCount) = (true, step.Shell?.StartsWith("bash", StringComparison.Ordinal) == true);
        for (var at = 0; at < commands.Length; at++)
        {
            var command = commands[at];
            if (Setting().Match(command.Program) is { Success: true } setting)
            {
                if (setting.Groups["e"].Success)
                    errorsCount = setting.Groups["sign"].Value == "-";
                if (setting.Groups["pipe"].Success)
                    pipesCount = true;
                continue;
            }

            if (Tool(command.Program) is not { } tool)
                continue;
            var rest = commands[(at + 1)..];
            yield return new(
                tool,
                step,
                command.Line,
                Masked(command, rest)
                    ?? Lenient(command.Program)
                    ?? (command.Next is "|" or "|&" && !pipesCount ? "a pipe without pipefail" : null)
                    ?? (!errorsCount && IsForgotten(command, rest) ? "set +e" : null)
                    ?? GateRun.Pardon(step)
            );
        }
    }

    /// <summary>The tool of a check; null for any other command.</summary>
    public static string? Tool(string program) =>
        Gate().Match(program) is { Success: true } gate ? Regex.Replace(gate.Groups["tool"].Value, @"\s+", " ") : null;

    private static string? Masked(ScriptCommand command, ImmutableArray<ScriptCommand> rest)
    {
        // "a | tee log || true" is one list of commands.
        var chain = rest;
        var next = command.Next;
        while (next is "|" or "|&" or "&&" && !chain.IsEmpty)
            (next, chain) = (chain[0].Next, chain[1..]);
        if (next != "||" || chain.IsEmpty || !Mask().IsMatch(chain[0].Program))
            return null;

        var after = chain.TakeWhile(other => other.Line == command.Line);
        return after.Any(other => other.Fails) ? null : $"|| {chain[0].Text}";
    }

    private static string? Lenient(string program) =>
        Leniency().Match(program) is { Success: true } option ? option.Value.Trim() : null;

    // The last command's own code is the step's, and whoever reads $? may judge by it.
    private static bool IsForgotten(ScriptCommand command, ImmutableArray<ScriptCommand> rest) =>
        command.Next is "" or ";"
        && !rest.IsEmpty
        && !rest.Any(other =>
            other.Text.Contains("$?", StringComparison.Ordinal)
            || other.Text.Contains("PIPESTATUS", StringComparison.Ordinal)
        );

    [GeneratedRegex(
        @"^(?<tool>go\s+(test|vet)|golangci-lint|gosec|govulncheck|staticcheck|pytest|py\.test|python3?\s+-m\s+(pytest|unittest|flake8|mypy|bandit|pylint)|tox|nox|flake8|ruff(?!\s+format\s*$)|pylint|mypy|bandit|pip-audit|safety\s+(check|scan)|npm\s+(test|audit|run\s+(test|lint)[\w:-]*)|(yarn|pnpm)\s+(run\s+)?(test|lint|audit)[\w:-]*|eslint|jest|vitest|mocha|dotnet\s+test|(mvn|\./mvnw)\s(?=.*\b(test|verify)\b)|(gradle|\./gradlew)\s(?=.*\b(test|check)\b)|cargo\s+(test|clippy|audit|deny)|trivy|grype|snyk\s+(test|code\s+test|container\s+test)|semgrep|checkov|tfsec|hadolint|kubeconform|kubeval|kube-linter|gitleaks|trufflehog|make\s+(test|lint|check)|cosign\s+verify)(?=\s|$)",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Gate();

    [GeneratedRegex(@"^(true|:|exit\s+0|echo\b.*|printf\b.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Mask();

    [GeneratedRegex(
        @"\s--exit-code[= ]0(?=\s|$)|\s--exit-zero(?=\s|$)|\s--soft-fail(?=\s|$)|\s-no-fail(?=\s|$)|\s--no-fail(?=\s|$)|\s--issues-exit-code[= ]0(?=\s|$)|\s--passWithNoTests(?=\s|$)"
    )]
    private static partial Regex Leniency();

    [GeneratedRegex(
        @"^set\s+(?<sign>[+-])(?<flags>\w*(?<e>e)\w*|\w+)?(?<pipe>.*\bpipefail\b)?",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Setting();
}
