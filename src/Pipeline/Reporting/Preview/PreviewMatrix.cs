using System.Globalization;
using System.Text.Json;

namespace Pipeline.Reporting;

/// <summary>Shows a preview to a GitHub workflow, as outputs of a step.</summary>
internal static class PreviewMatrix
{
    /// <summary>
    /// How many jobs a matrix may have, at most: GitHub's workflow syntax, <c>jobs.&lt;job_id&gt;.strategy.matrix</c>.
    /// </summary>
    public const int MostLegs = 256;

    /// <summary>
    /// The lines <c>count</c>, <c>services</c>, <c>matrix</c> and <c>chunks</c>. The matrix always covers all services: where there are more than
    /// it may have legs, a leg names several, parted by commas as <c>--service</c> takes them. The chunks are matrices of one
    /// service a leg, each small enough.
    /// </summary>
    public static IEnumerable<string> Lines(DeliveryPreview preview)
    {
        var names = preview.Services.Select(service => service.Name).ToArray();
        var legs = Math.Min(names.Length, MostLegs);
        var shared = Enumerable
            .Range(0, legs)
            .Select(leg => string.Join(',', names[(leg * names.Length / legs)..((leg + 1) * names.Length / legs)]));
        yield return string.Create(CultureInfo.InvariantCulture, $"count={names.Length}");
        yield return $"services={string.Join(',', names)}";
        yield return $"matrix={JsonSerializer.Serialize(Matrix(shared), PreviewFormats.Json)}";
        yield return $"chunks={JsonSerializer.Serialize(names.Chunk(MostLegs).Select(Matrix), PreviewFormats.Json)}";
    }

    private static MatrixDocument Matrix(IEnumerable<string> legs) => new([.. legs.Select(leg => new MatrixLeg(leg))]);

    private sealed record MatrixDocument(ImmutableArray<MatrixLeg> Include);

    private sealed record MatrixLeg(string Service);
}
