using Nuke.Common.IO;

namespace Pipeline.Tools.Locked;

/// <summary>A locked tool, and its program in the cache.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Program">Its program; null where it was not downloaded yet.</param>
public sealed record ToolPresence(LockedTool Tool, AbsolutePath? Program);
