using System.Globalization;
using Amazon.ECR;
using Amazon.ECR.Model;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;

namespace Pipeline.Aws.Ecr;

/// <summary>Reads what Amazon ECR's own scan of an image found, the basic one or the enhanced one, once it has ended.</summary>
/// <param name="account">The account that owns the registry.</param>
/// <param name="client">Speaks with the registry's region.</param>
/// <param name="pause">How long to wait between two questions.</param>
internal sealed class EcrScan(string account, IAmazonECR client, TimeSpan pause)
{
    private const string Name = "ecr";

    // As long as AWS's own waiter, at its pace of 5 s.
    private const int Questions = 60;

    /// <summary>The findings about an image.</summary>
    /// <exception cref="TransientException">The scan has not ended in time.</exception>
    /// <exception cref="StepFailedException">It failed, or cannot be had.</exception>
    public async Task<ScanReport> Read(string repository, string digest, CancellationToken cancellation)
    {
        var request = new DescribeImageScanFindingsRequest
        {
            RegistryId = account,
            RepositoryName = repository,
            ImageId = new() { ImageDigest = digest },
        };
        var page = await Ended(request, cancellation);
        var consulted = page.ImageScanFindings?.VulnerabilitySourceUpdatedAt;
        List<Finding> findings = [.. Findings(page)];
        while (page.NextToken is { } next)
        {
            request.NextToken = next;
            page = await client.DescribeImageScanFindingsAsync(request, cancellation);
            findings.AddRange(Findings(page));
        }

        return ScanReport.Complete(
            Name,
            findings,
            consulted is { } time
                ? $"knows what was known on {time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"
                : null
        );
    }

    private async Task<DescribeImageScanFindingsResponse> Ended(
        DescribeImageScanFindingsRequest request,
        CancellationToken cancellation
    )
    {
        for (var question = 0; question < Questions; question++)
        {
            if (question > 0)
                await Task.Delay(pause, cancellation);
            try
            {
                var page = await client.DescribeImageScanFindingsAsync(request, cancellation);
                var status = page.ImageScanStatus?.Status;
                // An enhanced scan never ends: the image stays under watch.
                if (status == ScanStatus.COMPLETE || status == ScanStatus.ACTIVE)
                    return page;
                if (status != ScanStatus.IN_PROGRESS && status != ScanStatus.PENDING)
                    throw new StepFailedException(
                        $"Amazon ECR's scan of {Image(request)} says nothing: {status?.Value ?? "no status"} {page.ImageScanStatus?.Description}".TrimEnd()
                    );
            }
            catch (ScanNotFoundException)
            {
                // It begins some time after the push.
            }
        }

        throw new TransientException(
            $"Amazon ECR's scan of {Image(request)} has not ended: is scanning on push enabled in the registry, and for this repository?"
        );
    }

    private static IEnumerable<Finding> Findings(DescribeImageScanFindingsResponse page) =>
        (page.ImageScanFindings?.Findings ?? [])
            .Select(Basic)
            .Concat((page.ImageScanFindings?.EnhancedFindings ?? []).SelectMany(Enhanced));

    // The basic scan does not tell what mends a finding: with a package, it would pass for one that nothing mends.
    private static Finding Basic(ImageScanFinding finding) =>
        new(
            Name,
            finding.Name,
            SeverityScale.Parse(finding.Severity?.Value),
            $"{Attribute(finding, "package_name")} {Attribute(finding, "package_version")}: {finding.Description}"
        );

    private static IEnumerable<Finding> Enhanced(EnhancedImageScanFinding finding) =>
        finding.Status == "CLOSED"
            ? []
            : (finding.PackageVulnerabilityDetails?.VulnerablePackages ?? []).Select(package => new Finding(
                Name,
                finding.PackageVulnerabilityDetails!.VulnerabilityId,
                SeverityScale.Parse(finding.Severity),
                finding.Title ?? finding.Description ?? "is vulnerable"
            )
            {
                Package = $"{package.Name}@{package.Version}",
                FixedVersion = package.FixedInVersion is null or "" or "NotAvailable" ? null : package.FixedInVersion,
                Excuse = finding.Status == "SUPPRESSED" ? "suppressed in Amazon Inspector" : null,
            });

    private static string? Attribute(ImageScanFinding finding, string key) =>
        finding.Attributes?.FirstOrDefault(attribute => attribute.Key == key)?.Value;

    private static string Image(DescribeImageScanFindingsRequest request) =>
        $"{request.RepositoryName}@{request.ImageId.ImageDigest}";
}
