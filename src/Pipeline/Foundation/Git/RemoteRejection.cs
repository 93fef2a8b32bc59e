using System.Text.RegularExpressions;
using Pipeline.Foundation.Failures;

namespace Pipeline.Foundation.Git;

/// <summary>Why a remote refused, from the most to the least curable by another attempt.</summary>
internal enum RejectionKind
{
    /// <summary>Another push won the race.</summary>
    Race,

    /// <summary>The server could not be reached or was busy, or the connection broke.</summary>
    Network,

    /// <summary>The repository or branch does not exist.</summary>
    Missing,

    /// <summary>A hook of the remote declined it.</summary>
    Hook,

    /// <summary>The branch is protected.</summary>
    Protected,

    /// <summary>The server lets no one replace the commits of a branch.</summary>
    Replacing,

    /// <summary>The credentials are missing, wrong or insufficient.</summary>
    Rights,

    /// <summary>The host key is unknown, or has changed.</summary>
    HostKey,

    /// <summary>Anything else, in Git's own words.</summary>
    Other,
}

/// <summary>A remote's refusal, parsed from Git's output.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Message">The messages of Git and the remote, on one line.</param>
internal sealed partial record RemoteRejection(RejectionKind Kind, string Message)
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    // The first match counts. The status of a reference takes precedence over output of hooks.
    private static readonly (Regex Pattern, RejectionKind Kind)[] Statuses =
    [
        (ProtectedStatus(), RejectionKind.Protected),
        (HookStatus(), RejectionKind.Hook),
        (ReplacingStatus(), RejectionKind.Replacing),
        (RaceStatus(), RejectionKind.Race),
        (RightsStatus(), RejectionKind.Rights),
    ];

    private static readonly (Regex Pattern, RejectionKind Kind)[] Failures =
    [
        (MissingFailure(), RejectionKind.Missing),
        (HostKeyFailure(), RejectionKind.HostKey),
        (RightsFailure(), RejectionKind.Rights),
    ];

    /// <summary>True where another attempt, on the new tip, can succeed.</summary>
    public bool IsCurable => Kind is RejectionKind.Race or RejectionKind.Network;

    /// <summary>Parses both outputs of <c>git push --porcelain</c> or <c>git fetch</c>.</summary>
    public static RemoteRejection Read(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var status = lines.FirstOrDefault(line =>
            line.StartsWith("! ", StringComparison.Ordinal) || line.StartsWith("!\t", StringComparison.Ordinal)
        );
        var kind = status is null
            ? Match(Failures, output) is var failure and not RejectionKind.Other
                ? failure
                : Connection(output)
            : Match(Statuses, status) is var known and not RejectionKind.Other
                ? Refine(known, output)
                : RejectionKind.Other;
        return new(kind, Summary(lines));
    }

    // An unreachable server may be down for a moment; a push must not be lost to that.
    private static RejectionKind Connection(string output) =>
        FailureClassification.KindOf(output) == FailureKind.Permanent ? RejectionKind.Other : RejectionKind.Network;

    // Forges refuse pushes to protected branches by a hook, and say so in its output.
    private static RejectionKind Refine(RejectionKind kind, string output) =>
        kind == RejectionKind.Hook && ProtectedByHook().IsMatch(output) ? RejectionKind.Protected : kind;

    private static RejectionKind Match((Regex Pattern, RejectionKind Kind)[] table, string text) =>
        table.Where(row => row.Pattern.IsMatch(text)).Select(row => row.Kind).FirstOrDefault(RejectionKind.Other);

    private static string Summary(string[] lines) =>
        string.Join(
            "; ",
            lines.Where(line => TellingLine().IsMatch(line)).Select(line => line.Replace('\t', ' ')).Distinct().Take(6)
        );

    [GeneratedRegex(@"\(protected branch hook declined\)|protected branch|repository rule violations", Options)]
    private static partial Regex ProtectedStatus();

    [GeneratedRegex(@"hook declined", Options)]
    private static partial Regex HookStatus();

    // By "receive.denyNonFastForwards"; Git itself rejects what another push has overtaken.
    [GeneratedRegex(@"\[remote rejected\] \((denying )?non-fast-forward", Options)]
    private static partial Regex ReplacingStatus();

    [GeneratedRegex(
        @"non-fast-forward|fetch first|cannot lock ref|incorrect old value|failed to update ref|stale info|remote failed to report status",
        Options
    )]
    private static partial Regex RaceStatus();

    [GeneratedRegex(@"permission denied|not allowed to|unauthorized|prohibited|denied", Options)]
    private static partial Regex RightsStatus();

    [GeneratedRegex(@"GH006|GH013|protected branch|not allowed to push code", Options)]
    private static partial Regex ProtectedByHook();

    [GeneratedRegex(
        @"couldn't find remote ref|remote branch .* not found|repository .*not found|does not appear to be a git repository|repository not exported|returned error: 404",
        Options
    )]
    private static partial Regex MissingFailure();

    [GeneratedRegex(
        @"host key verification failed|remote host identification has changed|no .*host key is known",
        Options
    )]
    private static partial Regex HostKeyFailure();

    [GeneratedRegex(
        @"authentication failed|could not read (username|password)|permission denied|permission to .* denied|returned error: 40[13]|access denied|service not enabled|write access to repository not granted|not allowed to push",
        Options
    )]
    private static partial Regex RightsFailure();

    [GeneratedRegex(@"^(!|fatal:|error:|remote:\s*\S|ERROR:|.*permission denied|host key)", Options)]
    private static partial Regex TellingLine();
}

/// <summary>
/// A remote refused; <see cref="RemoteRejection.IsCurable"/> says whether another attempt may succeed.
/// </summary>
internal sealed class RemoteRejectedException(RemoteRejection rejection) : Exception(rejection.Message)
{
    public RemoteRejection Rejection => rejection;
}
