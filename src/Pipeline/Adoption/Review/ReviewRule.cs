using Pipeline.Catalog;
using Pipeline.Quality.Findings;

namespace Pipeline.Adoption.Review;

/// <summary>A rule of the review: what it is called, how much it matters, and what Pipeline does instead.</summary>
/// <param name="Tool">The kind of file that it looks at.</param>
/// <param name="Id">Its name.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Instead">What Pipeline does instead.</param>
internal sealed record ReviewRule(string Tool, string Id, Severity Severity, string Instead)
{
    /// <summary>A finding of the rule.</summary>
    /// <param name="file">The file.</param>
    /// <param name="line">The line that proves it.</param>
    /// <param name="why">What is there, and why it matters.</param>
    public Finding At(string file, int line, string why) =>
        new(Tool, Id, Severity, why)
        {
            File = file,
            Line = line,
            Remark = Instead,
        };
}
