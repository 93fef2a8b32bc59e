using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Engines;

/// <summary>
/// Tells from the words of a container engine whether its connection to a registry broke: it has no other way to say so. As in
/// <see cref="Registries.RegistryClient"/>, a refused connection and an unknown host are not among what passes by itself.
/// </summary>
internal static class RegistryTrouble
{
    /// <summary>A failure of the type that fits its message.</summary>
    public static StepFailedException Failure(string message) =>
        FailureClassification.KindOf(message) == FailureKind.Transient
            ? new TransientException(message)
            : new StepFailedException(message);
}
