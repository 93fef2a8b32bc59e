namespace Pipeline.Tools.Locked;

/// <summary>A tool cannot be used as it is locked; the message says why, and what to do.</summary>
public class ToolException(string message) : Exception(message);
