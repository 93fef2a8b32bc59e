using System.Text.RegularExpressions;

namespace Pipeline.Catalog;

/// <summary>The parts of the host name of a registry in Amazon ECR.</summary>
/// <param name="Account">The account that owns the registry.</param>
/// <param name="Region">Its region.</param>
internal sealed partial record EcrAddress(string Account, string Region)
{
    /// <summary>True for a registry of ECR, with or without a repository prefix.</summary>
    public static bool IsEcr(string registry) => TryParse(registry.Split('/')[0]) is not null;

    /// <summary>Parses a host name; null where it is none of ECR's.</summary>
    public static EcrAddress? TryParse(string host) =>
        Host().Match(host) is { Success: true } match
            ? new(match.Groups["account"].Value, match.Groups["region"].Value)
            : null;

    // https://docs.aws.amazon.com/general/latest/gr/ecr.html
    [GeneratedRegex(
        @"\A(?<account>\d{12})\.dkr[.-]ecr(-fips)?\.(?<region>[a-z0-9-]+)\.(amazonaws\.com(\.cn)?|on\.aws)\z"
    )]
    private static partial Regex Host();
}
