namespace Pipeline.Build.Documents;

/// <summary>
/// A document names what there is not, or differs from the build; the message says where, and what to do.
/// </summary>
internal sealed class DocumentException(string message) : Exception(message);
