namespace Pipeline.Images.Registries;

/// <summary>Timeouts for requests to a registry.</summary>
/// <param name="Connect">For establishing a connection.</param>
/// <param name="Answer">For a whole response, and for each <see cref="Least"/> bytes of a blob.</param>
/// <param name="Retry">The delay before the first retry, which about doubles each time.</param>
internal sealed record RegistryTimeouts(TimeSpan Connect, TimeSpan Answer, TimeSpan Retry)
{
    /// <summary>What must be transferred of a blob within <see cref="Answer"/>.</summary>
    public const int Least = 16 * 1024;

    /// <summary>Defaults for registries on the Internet.</summary>
    public static RegistryTimeouts Default { get; } =
        new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(0.5));
}
