namespace Pipeline.Quality.Testing.Dependencies;

/// <summary>The image of a server, and how to run it.</summary>
/// <param name="Image">The reference, pinned by digest.</param>
/// <param name="Port">The port that it listens on.</param>
/// <param name="Variables">Its environment variables, <c>NAME=value</c>.</param>
/// <param name="Arguments">The arguments of its program; none: the image's own.</param>
public sealed record ServerImage(
    string Image,
    int Port,
    ImmutableArray<string> Variables,
    ImmutableArray<string> Arguments
);
