namespace Pipeline.Foundation.Failures;

/// <summary>Fails the step, from anywhere in it; the message is the reason.</summary>
public class StepFailedException(string reason, Exception? inner = null) : Exception(reason, inner);
