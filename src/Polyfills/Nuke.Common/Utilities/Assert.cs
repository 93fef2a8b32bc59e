using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Nuke.Common;

/// <summary>Ends a target whose expectations are not met.</summary>
public static class Assert
{
    /// <summary>Requires a condition.</summary>
    /// <exception cref="ArgumentException">It does not hold.</exception>
    public static void True(
        [DoesNotReturnIf(false)] bool condition,
        string? message = null,
        [CallerArgumentExpression(nameof(condition))] string? argumentExpression = null
    )
    {
        if (!condition)
            throw new ArgumentException(
                message ?? "Expected condition to be true",
                message is null ? argumentExpression : null
            );
    }
}
