using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common.CI;

/// <summary>Makes the configuration of a build server out of the targets of a build.</summary>
public interface IConfigurationGenerator
{
    /// <summary>What <c>--generate-configuration</c> calls it.</summary>
    string Id { get; }

    /// <summary>What a person calls it.</summary>
    string DisplayName { get; }

    /// <summary>Name of the host that the configuration is for.</summary>
    string HostName { get; }

    /// <summary>Whether each local run brings the configuration up to date.</summary>
    bool AutoGenerate { get; }

    /// <summary>Type of the host that the configuration is for.</summary>
    Type HostType { get; }

    /// <summary>Files that it writes.</summary>
    IEnumerable<AbsolutePath> GeneratedFiles { get; }

    /// <summary>Writes the configuration.</summary>
    void Generate(IReadOnlyCollection<ExecutableTarget> executableTargets);

    /// <summary>Hands what a later job needs on to it, when a run on this host is over.</summary>
    void SerializeState();
}
