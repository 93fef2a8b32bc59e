namespace Pipeline.Foundation.Failures;

/// <summary>Whether another attempt may succeed after a failure.</summary>
internal enum FailureKind
{
    /// <summary>It fails again.</summary>
    Permanent,

    /// <summary>
    /// No answer: a refused connection, an unknown host. It may succeed where the address is known to be right, and not
    /// where the address may be wrong.
    /// </summary>
    Unreachable,

    /// <summary>It can succeed: the connection broke, or the server was too busy or too slow.</summary>
    Transient,
}
