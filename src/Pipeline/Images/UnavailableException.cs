namespace Pipeline.Images;

/// <summary>Something that images need is not on this machine, such as a container engine; the message says what, and what to do.</summary>
public sealed class UnavailableException(string reason) : Exception(reason);
