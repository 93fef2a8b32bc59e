namespace Pipeline.Workflows.Model;

/// <summary>A workflow cannot be made, or is not as it should be; the message says what to change.</summary>
public sealed class WorkflowException(string message) : Exception(message);
