using CsCheck;
using Pipeline.Execution;

namespace Pipeline.Tests.Execution;

public sealed class SchedulerModelTests
{
    // A graph of up to 8 targets: for each, which earlier ones it depends on (bits) and which of 4 services fail in it (bits).
    private static readonly Gen<(int Before, int Fails, bool Together)[]> Graphs = Gen.Select(
        Gen.Int[0, 255],
        Gen.Int[0, 15].Select(Gen.Int[0, 15], (a, b) => a & b),
        Gen.Int[0, 4].Select(one => one == 0)
    ).Array[1, 8];

    [Fact]
    public void Every_graph_ends_as_a_walk_in_order_says_it_must() =>
        Graphs.Sample(
            graph =>
            {
                var expected = Model(graph);

                var actual = Run(graph);

                return actual.Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal));
            },
            iter: 300,
            threads: 1
        );

    private static IEnumerable<string> Model((int Before, int Fails, bool Together)[] graph)
    {
        var ends = new Dictionary<(int, int), string>();
        for (var target = 0; target < graph.Length; target++)
        for (var service = 0; service < 4; service++)
        {
            var blocked = Enumerable
                .Range(0, target)
                .Any(before => Bit(graph[target].Before, before) && ends[(before, service)] != "passed");
            ends[(target, service)] =
                blocked ? "blocked"
                : Bit(graph[target].Fails, service) ? "failed"
                : "passed";
        }

        return ends.Select(end => $"t{end.Key.Item1} s{end.Key.Item2} {end.Value}");
    }

    private static IReadOnlyList<string> Run((int Before, int Fails, bool Together)[] graph)
    {
        using var fixture = new RunFixture();
        for (var target = 0; target < graph.Length; target++)
        {
            var (before, fails, together) = graph[target];
            var after = string.Join(' ', Enumerable.Range(0, target).Where(i => Bit(before, i)).Select(i => $"t{i}"));
            StepResult Result(StepContext step) =>
                Bit(fails, step.Service.Name[1] - '0') ? StepResult.Failed("told to") : StepResult.Passed;
            if (together)
                fixture.Together(
                    $"t{target}",
                    after,
                    contexts => Task.FromResult(contexts.Select(Result).ToImmutableArray())
                );
            else
                fixture.Each($"t{target}", after, step => Task.FromResult(Result(step)));
        }

        return fixture.Run("s0 s1 s2 s3").GetAwaiter().GetResult();
    }

    private static bool Bit(int bits, int index) => (bits >> index & 1) == 1;
}
