namespace Polyfills.Tests.Aws;

/// <summary>What a service answers with, instead of what it was asked for.</summary>
/// <param name="code">The name of the error: one of the service's model, or one that all services have.</param>
/// <param name="message">What the service says.</param>
/// <param name="status">The HTTP status.</param>
public sealed class Refusal(string code, string message = "refused", int status = 400) : Exception(message)
{
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html
    private static readonly string[] Common = ["AccessDeniedException", "ExpiredTokenException", "ThrottlingException"];

    public string Code => code;

    public int Status => status;

    public bool IsCommon => Common.Contains(code, StringComparer.Ordinal);
}
