namespace Pipeline.GitOps.ArgoCd;

/// <summary>Argo CD refused, and will again; the message is a sentence that says what to do.</summary>
public class ArgoCdException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Argo CD could not answer for the moment: asking again can help.</summary>
public sealed class ArgoCdUnavailableException(string message, Exception? inner = null)
    : ArgoCdException(message, inner);
