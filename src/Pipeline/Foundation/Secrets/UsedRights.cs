namespace Pipeline.Foundation.Secrets;

/// <summary>
/// Where the code that uses a right says so. Whoever began the work, such as a step, hears of it.
/// </summary>
internal static class UsedRights
{
    private static readonly AsyncLocal<Action<Right, string>?> Listener = new();

    /// <summary>Hears of the rights that are used from now on in this flow of work.</summary>
    /// <param name="used">Takes a right, and what it was used for; from several threads.</param>
    public static void Hear(Action<Right, string> used) => Listener.Value = used;

    /// <summary>A right is about to be used.</summary>
    /// <param name="right">The right.</param>
    /// <param name="place">What for: a host, a repository, a name; without secrets.</param>
    public static void Tell(Right right, string place) => Listener.Value?.Invoke(right, place);
}
