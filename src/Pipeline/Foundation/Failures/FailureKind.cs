namespace Pipeline.Foundation.Failures;

/// <summary>What another attempt can be expected to do about a failure.</summary>
internal enum FailureKind
{
    /// <summary>It ends in the same way.</summary>
    Permanent,

    /// <summary>
    /// Nobody answered: a refused connection, an unknown host. It may succeed where the address is known to be right, and is of no use
    /// where the address may be the mistake.
    /// </summary>
    Unreachable,

    /// <summary>It can succeed: the connection broke, or the server was too busy or too slow.</summary>
    Transient,
}
