namespace Nuke.Common.IO;

/// <summary>Something that stands for a path.</summary>
public interface IAbsolutePathHolder
{
    /// <summary>The path it stands for.</summary>
    AbsolutePath Path { get; }
}
