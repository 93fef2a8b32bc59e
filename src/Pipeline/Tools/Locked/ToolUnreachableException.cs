namespace Pipeline.Tools.Locked;

/// <summary>The server of a tool cannot be reached at the moment; nothing is known to be wrong with the tool.</summary>
public sealed class ToolUnreachableException(string message) : ToolException(message);
