using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Engines;

/// <summary>
/// Classifies the failure of a container engine by its message, as engines have no error codes for a broken connection
/// to a registry. As in <see cref="Registries.RegistryClient"/>, a refused connection and an unknown host are
/// permanent. An engine that says how its own storage changed under it may succeed at the next attempt as well.
/// </summary>
internal static class EngineFailure
{
    /// <summary>The exception for a message: a transient one where another attempt may succeed.</summary>
    public static StepFailedException Of(string message) =>
        IsRace(message) || FailureClassification.KindOf(message) == FailureKind.Transient
            ? new TransientException(message)
            : new StepFailedException(message);

    // Podman compares a step with every image that it holds, and gives up when another run removes or writes one
    // meanwhile.
    private static bool IsRace(string message) =>
        message.Contains("layer not known", StringComparison.Ordinal)
        || message.Contains("locating item named \"manifest\"", StringComparison.Ordinal);
}
