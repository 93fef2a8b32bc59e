namespace Pipeline.Images.Registries;

/// <summary>Timeouts for requests to a registry.</summary>
/// <param name="Connect">For establishing a connection.</param>
/// <param name="Answer">For the response to begin, and between two pieces of content.</param>
/// <param name="Retry">The delay before the first retry, which about doubles each time.</param>
internal sealed record RegistryTimeouts(TimeSpan Connect, TimeSpan Answer, TimeSpan Retry)
{
    /// <summary>Defaults for registries on the Internet.</summary>
    public static RegistryTimeouts Default { get; } =
        new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(0.5));
}
