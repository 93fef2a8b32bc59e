namespace Pipeline.Workflows.Model;

/// <summary>A workflow is invalid, or out of date; the message says what to change.</summary>
public sealed class WorkflowException(string message) : Exception(message);
