namespace Pipeline.Catalog;

/// <summary>How a service runs on a host without containers: files of its image, started by systemd.</summary>
public sealed record HostedProgram
{
    /// <summary>The file or folder of the image that goes to the host, as an absolute path.</summary>
    public required string Files { get; init; }

    /// <summary>
    /// The program and its arguments, started in the folder of the files; <c>./</c> is that folder.
    /// </summary>
    public required ImmutableArray<string> Run { get; init; }

    /// <summary>The account that it runs as; null: the one that logs in.</summary>
    public string? User { get; init; }

    /// <summary>The variables of the build's environment that it sees.</summary>
    public ImmutableArray<string> Environment { get; init; } = [];

    /// <summary>The port that it listens on, which it finds in the variable <c>PORT</c>; null for none.</summary>
    public int? Port { get; init; }

    /// <summary>The path that answers with 2xx once it is up; null where a running process is enough.</summary>
    public string? Health { get; init; }
}
