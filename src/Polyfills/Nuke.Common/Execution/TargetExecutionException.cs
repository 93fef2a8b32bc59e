namespace Nuke.Common.Execution;

/// <summary>A target has failed, which has been told already, and ends the run.</summary>
internal sealed class TargetExecutionException(string target, Exception inner)
    : Exception($"Target '{target}' has failed.", inner);
