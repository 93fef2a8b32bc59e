using Nuke.Common.Utilities;

namespace Nuke.Common.CI;

/// <summary>A part of a configuration, which can be written.</summary>
public abstract class ConfigurationEntity
{
    /// <summary>Writes it.</summary>
    public abstract void Write(CustomFileWriter writer);
}
