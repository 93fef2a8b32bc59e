namespace Pipeline.Foundation.Failures;

/// <summary>Ends a step as failed, from wherever in it that becomes clear; the message is the reason.</summary>
public class StepFailedException(string reason, Exception? inner = null) : Exception(reason, inner);
