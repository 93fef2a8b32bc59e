using Nuke.Common;
using Pipeline.Build.Run;

namespace Pipeline.Build.Targets;

/// <summary>A component with targets whose output is for people or for programs.</summary>
public interface IFormattedOutput : IPipelineBuild
{
    /// <summary>The output format.</summary>
    [Parameter("Output format of Preview, Status, History, Dora, Slo, Adopt and Review: text, json or, for Preview, github, for Review, sarif. Default: text")]
    string Format => TryGetValue(() => Format) ?? "text";
}
