namespace Pipeline.Deployments.GitOps.ArgoCd;

/// <summary>Argo CD refused the request for good; the message says what to do.</summary>
internal class ArgoCdException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Argo CD is unavailable for the moment: a retry may succeed.</summary>
internal sealed class ArgoCdUnavailableException(string message, Exception? inner = null)
    : ArgoCdException(message, inner);
