using System.Reflection;
using Nuke.Common;
using Pipeline.Foundation;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Build.Run;

/// <summary>
/// What was thrown, as text that anyone may read: NUKE writes it to the console and into its log, stack trace and all.
/// It holds no secret and commands no runner, and a stack trace only where the text alone does not say what to do.
/// </summary>
internal sealed class PlainException : Exception
{
    private readonly string text;

    private PlainException(string message, string text)
        : base(message) => this.text = text;

    /// <summary>
    /// The text of what a build has thrown, without the secrets that its parameters and its environment hold.
    /// </summary>
    public static PlainException Of(Exception thrown, INukeBuild build)
    {
        // What reflection and tasks put around it says nothing.
        while (
            thrown is TargetInvocationException or TypeInitializationException or AggregateException
            && thrown.InnerException is { } inner
        )
            thrown = inner;
        Func<string, string> redact = build is IPipelineBuild { Lifecycle: { } lifecycle }
            ? lifecycle.Redact
            : new Redaction(SecretParameters.ValuesOf(build)).Apply;
        var message = MessageText.Lines(redact(thrown.Message));
        var isWhole = IsSentence(thrown) && build.Verbosity != Verbosity.Verbose;
        return new(message, isWhole ? message : MessageText.Lines(redact(thrown.ToString())));
    }

    /// <inheritdoc />
    public override string ToString() => text;

    // Pipeline's own say what happened and what to do, and so does what a build asserts.
    private static bool IsSentence(Exception thrown) =>
        thrown.GetType().Assembly.GetName().Name?.StartsWith(nameof(Pipeline), StringComparison.Ordinal) == true
        || thrown.TargetSite?.DeclaringType == typeof(Assert);
}
