namespace Pipeline.Images.Registries;

/// <summary>An attempt to ask a registry was lost to what a later one can cure; the message goes on from the registry's name.</summary>
internal sealed class RegistryInterruption(string message, HttpResponseMessage? answer = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>How long the registry wants to be left alone; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; } =
        answer?.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - DateTimeOffset.UtcNow : null;
}
