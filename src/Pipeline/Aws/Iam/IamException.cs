namespace Pipeline.Aws.Iam;

/// <summary>No policy follows from the catalog; the message says what it lacks.</summary>
internal sealed class IamException(string message) : Exception(message);
