namespace Pipeline.Foundation.Processes;

/// <summary>
/// What a program that runs foreign code sees of this machine: an environment made for it, and on Linux, where the
/// kernel has <see cref="Landlock"/>, nothing to write but its own places.
/// </summary>
/// <param name="Variables">Its environment, as a whole.</param>
/// <param name="Writable">The files and folders that it may write, with all below. Missing ones are left out.</param>
/// <param name="Unreadable">The files and folders whose content it may not read.</param>
internal sealed record Sandbox(
    ImmutableDictionary<string, string?> Variables,
    ImmutableArray<string> Writable,
    ImmutableArray<string> Unreadable
)
{
    /// <summary>The folders in which it may make sockets, with all below.</summary>
    public ImmutableArray<string> Sockets { get; init; } = [];

    /// <summary>
    /// The TCP ports that it may connect to; 0 stands for those that the system gives away. Null: every port.
    /// </summary>
    public ImmutableSortedSet<int>? Ports { get; init; }

    /// <summary>Ends what its programs have left running; null where that is not known.</summary>
    public Action? EndLeftovers { get; init; }
}
