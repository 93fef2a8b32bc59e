using Nuke.Common.IO;
using Pipeline.Foundation.Failures;

namespace Pipeline.Tools.Locked;

/// <summary>How tools are downloaded.</summary>
internal sealed record ToolFetchOptions
{
    /// <summary>The environment variable that names a mirror.</summary>
    public const string MirrorVariable = "PIPELINE_TOOLS_MIRROR";

    /// <summary>
    /// The only source of downloads: a folder or an address that has them as <c>NAME/VERSION/FILE</c>. Null: the
    /// addresses of the lock.
    /// </summary>
    public string? Mirror { get; init; }

    /// <summary>How often, and after what delays, a broken download is resumed.</summary>
    public RetrySchedule Schedule { get; init; } = new() { Attempts = 4 };

    /// <summary>How long a server may be silent.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The options by the environment's variables.</summary>
    public static ToolFetchOptions OfEnvironment() =>
        new() { Mirror = Environment.GetEnvironmentVariable(MirrorVariable) is { Length: > 0 } given ? given : null };
}
