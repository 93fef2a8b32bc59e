namespace Pipeline.Adoption.Workflows;

/// <summary>Finds checks among the actions of a step, and the inputs that keep them from failing it.</summary>
internal static class GateActions
{
    private static readonly ImmutableArray<Known> All =
    [
        new("aquasecurity/trivy-action", "trivy")
        {
            Input = "exit-code",
            Lenient = ["0"],
            IsLenientWithout = true,
        },
        new("anchore/scan-action", "grype") { Input = "fail-build", Lenient = ["false"] },
        new("golangci/golangci-lint-action", "golangci-lint"),
        new("securego/gosec", "gosec") { Input = "args", Lenient = ["-no-fail"] },
        new("golang/govulncheck-action", "govulncheck"),
        new("bridgecrewio/checkov-action", "checkov") { Input = "soft_fail", Lenient = ["true"] },
        new("aquasecurity/tfsec-action", "tfsec") { Input = "soft_fail", Lenient = ["true"] },
        new("hadolint/hadolint-action", "hadolint") { Input = "no-fail", Lenient = ["true"] },
        new("gitleaks/gitleaks-action", "gitleaks"),
        new("returntocorp/semgrep-action", "semgrep"),
    ];

    /// <summary>The check of a step with an action; none for any other action.</summary>
    public static IEnumerable<GateRun> Of(ExistingStep step)
    {
        if (All.FirstOrDefault(known => known.Action == step.Action) is not { } action)
            return [];

        var input = action.Input is { } name ? step.With(name) : null;
        var lenient =
            action.Input is null || (input is null && !action.IsLenientWithout) ? null
            : input is null && IsReport(step) ? null
            : input is null ? $"its default, \"{action.Input}: 0\""
            : input.Value.Split(' ').Any(action.Lenient.Contains) ? $"{action.Input}: {input.Value}"
            : null;
        return
        [
            new(
                action.Tool,
                step,
                input is not null && lenient is not null ? input.Line : step.Line,
                lenient ?? GateRun.Pardon(step)
            ),
        ];
    }

    // What it found is judged elsewhere: by who reads the report.
    private static bool IsReport(ExistingStep step) => step.With("output") is not null;

    private sealed record Known(string Action, string Tool)
    {
        /// <summary>The input that says whether findings fail the step; null for none.</summary>
        public string? Input { get; init; }

        /// <summary>The words in it with which they do not.</summary>
        public ImmutableArray<string> Lenient { get; init; } = [];

        /// <summary>True where they do not without the input either.</summary>
        public bool IsLenientWithout { get; init; }
    }
}
