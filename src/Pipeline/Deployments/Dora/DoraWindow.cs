using Pipeline.Foundation;

namespace Pipeline.Deployments.Dora;

/// <summary>Parses the length of a window of time.</summary>
internal static class DoraWindow
{
    /// <summary>The length of a window such as <c>30d</c>: a number of hours, days or weeks.</summary>
    /// <exception cref="DoraWindowException">It is malformed.</exception>
    public static TimeSpan Parse(string text) =>
        WindowLength.Read(text)
        ?? throw new DoraWindowException(
            $"\"{text}\" is not a window of time: write a number of hours, days or weeks, such as 30d"
        );
}

/// <summary>Invalid window of time; the message says how to write one.</summary>
internal sealed class DoraWindowException(string message) : Exception(message);
