using Nuke.Common;
using Pipeline.Build.Run;

namespace Pipeline.Build.Targets;

/// <summary>A component with targets whose output is for people or for programs.</summary>
public interface IFormattedOutput : IPipelineBuild
{
    /// <summary>The format's name.</summary>
    [Parameter("How Preview, Status, History and Dora show what they found: text, json or, for Preview, github. Default: text")]
    string Format => TryGetValue(() => Format) ?? "text";
}
