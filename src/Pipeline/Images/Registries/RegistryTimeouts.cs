namespace Pipeline.Images.Registries;

/// <summary>How long a registry is waited for.</summary>
/// <param name="Connect">Until a connection is made.</param>
/// <param name="Answer">Until a request is answered, and between two pieces of a content that comes or goes.</param>
/// <param name="Retry">Before the first retry; each later one waits about twice as long.</param>
internal sealed record RegistryTimeouts(TimeSpan Connect, TimeSpan Answer, TimeSpan Retry)
{
    /// <summary>What suits registries across the Internet.</summary>
    public static RegistryTimeouts Default { get; } =
        new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(0.5));
}
