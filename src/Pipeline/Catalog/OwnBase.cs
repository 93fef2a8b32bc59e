namespace Pipeline.Catalog;

/// <summary>
/// The source of one of the platform's own base images. Its image is scanned and pushed like a service's, and never
/// deployed.
/// </summary>
public sealed record OwnBase : ImageSource;
