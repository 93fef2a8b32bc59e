using System.Text;
using System.Text.Json;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Execution.Recovery;

public sealed class JournalLineTests
{
    private static readonly DateTimeOffset At = new(2026, 2, 3, 4, 5, 6, 789, TimeSpan.FromHours(1));

    private static readonly JournalLine[] Lines =
    [
        new(JournalEvent.Begun, At)
        {
            Run = new()
            {
                Commit = new('a', 40),
                Environment = "develop",
                Targets = ["Compile", "Test"],
                Steps = [],
                Services = ["auth"],
                Parallel = 4,
                FailFast = true,
                StepTimeout = 0.5,
            },
            Changes = new Dictionary<string, string> { ["a \"b\".txt"] = "100644 é" },
        },
        new(JournalEvent.Resumed, At) { Changes = new Dictionary<string, string>() },
        new(JournalEvent.Started, At) { Target = "Test", Service = "auth" },
        new(JournalEvent.Ended, At)
        {
            Target = "Test",
            Service = "auth",
            Status = StepStatus.Failed,
            Reason = "{\"event\":\"Finished\",\n<é>",
            DurationMs = 12,
            Attempts = 2,
        },
        new(JournalEvent.Finished, At),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Lines.Length)];

    [Theory, MemberData(nameof(Numbers))]
    public void A_line_is_what_the_serializer_makes_of_it_and_reads(int number)
    {
        var line = Lines[number];

        var written = Encoding.UTF8.GetString(line.ToBytes());

        written.ShouldBe(JsonSerializer.Serialize(line, JournalJson.Default.JournalLine) + "\n");
    }

    [Theory, MemberData(nameof(Numbers))]
    public void Only_the_line_of_the_end_tells_the_end(int number) =>
        JournalLine.TellsTheEnd(Lines[number].ToBytes()).ShouldBe(Lines[number].Event == JournalEvent.Finished);
}
