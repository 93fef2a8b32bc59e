using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Writers;
using Pipeline.Quality.Findings;

namespace Pipeline.Deployments.GitOps.Linting;

/// <summary>Reports what else writes the image of a service.</summary>
internal static class WriterRules
{
    /// <summary>A finding for each of the other writers.</summary>
    public static IEnumerable<Finding> Check(IEnumerable<ImageWriter> writers) =>
        writers.Select(writer => new Finding(
            ManifestObject.Tool,
            writer.Rule,
            writer.Refuses ? Severity.High
                : writer.Effect == WriterEffect.Proposes ? Severity.Low
                : Severity.Medium,
            writer.Message
        )
        {
            File = writer.File,
            Line = writer.Where.Line,
            Column = writer.Where.Column,
        });
}
