using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Linting;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Writers;
using Pipeline.Quality.Findings;

namespace Pipeline.Adoption.Review;

/// <summary>Lists what already writes images, before <c>Bump</c> does.</summary>
internal static class WriterReview
{
    private const string Instead =
        "Bump sets the images of services, and refuses those that this sets too; \"gitops.writers\" leaves an image to it";

    /// <summary>The findings in some files.</summary>
    public static IEnumerable<Finding> Check(IReadOnlyCollection<ManifestFile> files) =>
        WriterSign
            .In(files)
            .Select(sign => new Finding(ManifestObject.Tool, sign.Rule, Severity.Medium, sign.Statement)
            {
                File = sign.File,
                Line = sign.Where.Line,
                Column = sign.Where.Column,
                Remark = Instead,
            });
}
