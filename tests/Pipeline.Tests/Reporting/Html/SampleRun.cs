using System.Text;
using Nuke.Common.IO;
using Pipeline.Acceptance.LoadTests;
using Pipeline.Acceptance.Suites;
using Pipeline.Build.Reporting.Html;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Reporting.Html;

/// <summary>Runs to report on: what a delivery looks like, at any size, with its logs on the disk.</summary>
internal sealed class SampleRun
{
    private static readonly (string Target, string Needs, int Ms)[] Targets =
    [
        ("Compile", "", 2400),
        ("Test", "Compile", 5200),
        ("Lint", "Compile", 900),
        ("Sast", "Compile", 3100),
        ("Sca", "Compile", 1500),
        ("Image", "Test Lint Sast Sca", 6800),
        ("Scan", "Image", 1200),
        ("Push", "Scan", 1900),
        ("Bump", "Push", 400),
    ];

    private static readonly Severity[] Severities =
    [
        Severity.Critical,
        Severity.High,
        Severity.High,
        .. Enumerable.Repeat(Severity.Medium, 6),
        .. Enumerable.Repeat(Severity.Low, 9),
    ];

    private readonly AbsolutePath folder;
    private readonly ImmutableArray<string> services;
    private readonly Func<StepKey, StepStatus> outcome;
    private readonly int cores;
    private readonly Random random = new(42);

    private SampleRun(
        AbsolutePath folder,
        ImmutableArray<string> services,
        Func<StepKey, StepStatus> outcome,
        int cores
    )
    {
        this.folder = folder;
        this.services = services;
        this.outcome = outcome;
        this.cores = cores;
    }

    /// <summary>Five services; the tests of <c>auth</c> fail, and there is no scanner.</summary>
    public static ReportData Small(AbsolutePath folder) =>
        new SampleRun(
            folder,
            ["analytics", "auth", "evaluation", "flag", "targeting"],
            key =>
                key is { Target: "Test", Service: "auth" } ? StepStatus.Failed
                : key.Target == "Scan" ? StepStatus.Skipped
                : key is { Target: "Compile" or "Lint", Service: "flag" } ? StepStatus.Cached
                : StepStatus.Passed,
            cores: 4
        ).Make(logLines: 40);

    /// <summary>Many services, of which every 200th fails a step.</summary>
    public static ReportData Large(AbsolutePath folder, int count, int logLines = 60) =>
        new SampleRun(
            folder,
            [.. Enumerable.Range(1, count).Select(i => $"service-{i:0000}")],
            key =>
            {
                var number = int.Parse(key.Service[8..]);
                return number % 200 == 17 && key.Target == "Test" ? StepStatus.Failed
                    : number % 333 == 0 && key.Target == "Image" ? StepStatus.Failed
                    : number % 3 == 0 && key.Target is "Compile" or "Lint" ? StepStatus.Cached
                    : key.Target == "Scan" && number % 5 == 0 ? StepStatus.Skipped
                    : StepStatus.Passed;
            },
            cores: 16
        ).Make(logLines);

    private ReportData Make(int logLines)
    {
        var steps = Schedule();
        var passed = steps.Where(step => step.Status == StepStatus.Passed).Select(step => step.Key).ToHashSet();
        return new()
        {
            Platform = "togglemaster",
            Commit = "42ff244e66bc772801df5bfa099ef6c394e1d217",
            Branch = "main",
            Environment = "local",
            Result = steps.Any(step => step.Status == StepStatus.Failed) ? StepStatus.Failed : StepStatus.Passed,
            Started = new(2026, 2, 3, 10, 20, 30, TimeSpan.Zero),
            DurationMs = steps.Max(step => step.StartMs + step.DurationMs) + 120,
            Steps = steps,
            Findings =
            [
                .. steps.Where(step => step.Key.Target is "Lint" or "Sast" or "Sca").SelectMany(step => Findings(step)),
            ],
            Images = [.. services.Where(service => passed.Contains(new("Push", service))).Select(Image)],
            Bumps = [.. services.Where(service => passed.Contains(new("Bump", service))).Select(Bump)],
            Suites = [Suite(services[0])],
            Loads = [Load()],
            Logs = [.. steps.Where(step => step.Status != StepStatus.Blocked).Select(step => Log(step, logLines))],
            Previous = Before(steps),
        };
    }

    // Steps begin when what they need has ended and a core is free.
    private ImmutableArray<ReportStep> Schedule()
    {
        var ends = new Dictionary<StepKey, ReportStep>();
        var free = new long[cores];
        foreach (var (target, needs, ms) in Targets)
        foreach (var service in services)
        {
            var key = new StepKey(target, service);
            var before = needs
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(n => new StepKey(n, service))
                .ToArray();
            var blocking = before.FirstOrDefault(need => ends[need].Status is StepStatus.Failed or StepStatus.Blocked);
            var ready = before.Select(need => ends[need].StartMs + ends[need].DurationMs).DefaultIfEmpty(0).Max();
            var status = blocking is null ? outcome(key) : StepStatus.Blocked;
            var core = Array.IndexOf(free, free.Min());
            var start = Math.Max(ready, status == StepStatus.Blocked ? 0 : free[core]);
            var duration = status switch
            {
                StepStatus.Blocked => 0,
                StepStatus.Cached => 12,
                StepStatus.Skipped => 30,
                _ => (long)(ms * (0.5 + random.NextDouble())),
            };
            if (status != StepStatus.Blocked)
                free[core] = start + duration;
            ends.Add(
                key,
                new(key, status, start, duration)
                {
                    Predecessors = [.. before],
                    Reason = Reason(key, status, blocking),
                    Command = $"./build.sh {target} --service {service}",
                }
            );
        }

        return [.. ends.Values.OrderBy(step => step.StartMs)];
    }

    private static string? Reason(StepKey key, StepStatus status, StepKey? blocking) =>
        status switch
        {
            StepStatus.Failed =>
                $"1 of 12 tests failed: {(key.Target == "Test" ? "TestRevokedKeyIsRefused" : "layer cache")}",
            StepStatus.Blocked => $"{blocking} did not pass",
            StepStatus.Skipped => "trivy is not installed",
            StepStatus.Passed when key.Target == "Test" => "12 tests, 87.3 % covered",
            _ => null,
        };

    private ImmutableArray<ReportFinding> Findings(ReportStep step) =>
        step.Status == StepStatus.Blocked
            ? []
            :
            [
                .. Enumerable
                    .Range(0, random.Next(4))
                    .Select(i => new ReportFinding(
                        step.Key,
                        step.Key.Target switch
                        {
                            "Lint" => "flake8",
                            "Sca" => "govulncheck",
                            _ => "devskim",
                        },
                        step.Key.Target == "Sca"
                            ? $"CVE-2025-{random.Next(1000, 9999)}"
                            : $"DS{random.Next(100000, 199999)}",
                        Severities[random.Next(Severities.Length)],
                        "A weak hash algorithm is used where a strong one is expected: SHA-256 or better",
                        step.Key.Target == "Sca"
                            ? "golang.org/x/net@0.17.0"
                            : $"services/{step.Key.Service}/app/access.py:{random.Next(1, 200)}:{i + 5}"
                    )),
            ];

    private static ReportSuite Suite(string service) =>
        new(
            new("EndToEnd", service),
            "togglemaster",
            Runs: 2,
            Trouble: null,
            [
                new("tests.test_routes.test_a_revoked_key", CaseOutcome.Failed, 812, "AssertionError: 200 is not 401"),
                new("tests.test_routes.test_evaluation", CaseOutcome.Flaky, 2_400, "ConnectionResetError: [Errno 104]"),
                new("tests.test_routes.test_export", CaseOutcome.Skipped, 0, "no bucket here"),
                .. Enumerable
                    .Range(1, 12)
                    .Select(i => new ReportCase($"tests.test_routes.test_flag[{i}]", default, 90, null)),
            ],
            ["../end-to-end/togglemaster/run-1/results/junit.xml", "../end-to-end/togglemaster/run-1/keys #1.png"]
        );

    private static LoadReport Load() =>
        new(
            "qa",
            "42ff244",
            20,
            "Locust",
            WarmUpSeconds: 15,
            new(
                new(RouteLoad.All, 5_320, 0.06, 18, 96, 310, 88.7),
                [new("GET /flags", 4_100, 0, 14, 71, 210, 68.3), new("GET /evaluate", 1_220, 0.25, 31, 150, 420, 20.4)],
                [
                    .. Enumerable
                        .Range(1, 75)
                        .Select(i => new LoadSample(
                            i,
                            Math.Min(i * 2, 20),
                            Math.Min(i * 6, 90),
                            i == 1 ? null : 18,
                            i == 1 ? null : 90 + (i % 7)
                        )),
                ]
            )
        )
        {
            Violations = ["GET /evaluate: p99 420 ms, and at most 400 ms is allowed"],
            Comparison = "compared with 9d0c1aa, the last good run in qa",
        };

    private ReportImage Image(string service) =>
        new(
            service,
            $"127.0.0.1:5000/togglemaster/{service}-service:42ff244",
            $"sha256:{string.Concat(Enumerable.Range(0, 64).Select(_ => $"{random.Next(16):x}"))}",
            random.Next(8 << 20, 90 << 20)
        );

    private static ReportBump Bump(string service)
    {
        var file = $"gitops/manifests/{service}-service/deployment.yaml";
        return new(
            service,
            "local",
            file,
            "5e1fa0c2d3b4",
            $"""
            --- a/{file}
            +++ b/{file}
            @@ -24,7 +24,7 @@ spec:
                   containers:
                     - name: {service}
            -          image: 127.0.0.1:5000/togglemaster/{service}-service:9d0c1aa@sha256:0f0f0f0f0f0f0f0f
            +          image: 127.0.0.1:5000/togglemaster/{service}-service:42ff244@sha256:9d6c9d6c9d6c9d6c
                       ports:
                         - containerPort: 8080

            """
        );
    }

    private ReportLog Log(ReportStep step, int lines)
    {
        var (target, service) = step.Key;
        var file = folder / "logs" / service / $"{target}.log";
        Directory.CreateDirectory(file.Parent!);
        var text = new StringBuilder($"$ {target.ToLowerInvariant()} {service}\n");
        for (var i = 1; i <= lines; i++)
            text.Append(
                $"10:20:{i % 60:00}.{random.Next(1000):000} {target} of {service}: part {i} took {random.Next(900)} ms\n"
            );
        text.Append(
            step.Status == StepStatus.Failed
                ? $"--- FAIL: TestRevokedKeyIsRefused (0.02s)\n    keys_test.go:41: needle-{service}: got 200, want 401\nFAIL\nexit status 1\n"
                : "done\n"
        );
        File.WriteAllText(file, text.ToString());
        return new(step.Key, file);
    }

    private PreviousRun Before(ImmutableArray<ReportStep> steps) =>
        new(
            "9d0c1aa5566bc772801df5bfa099ef6c394e1d21",
            new(2026, 2, 2, 17, 3, 0, TimeSpan.Zero),
            steps.Max(step => step.StartMs + step.DurationMs) - 900,
            [
                .. steps
                    .Where(step => step.Key != new StepKey("Bump", services[0]))
                    .Select(step => new PreviousStep(
                        step.Key,
                        step.Key == new StepKey("Image", services[^1]) ? StepStatus.Failed : StepStatus.Passed,
                        (long)(Targets.First(t => t.Target == step.Key.Target).Ms * (0.9 + (random.NextDouble() / 5)))
                    )),
            ]
        );
}
