namespace Pipeline.Catalog;

/// <summary>
/// What a base image of the platform's own is built from. It is scanned and pushed as a service's image is, and runs
/// nowhere by itself.
/// </summary>
public sealed record OwnBase : ImageSource;
