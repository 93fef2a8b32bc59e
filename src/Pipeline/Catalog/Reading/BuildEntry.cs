using System.ComponentModel;

namespace Pipeline.Catalog.Reading;

[Description("How images are built. A service's settings take precedence over the platform's.")]
internal sealed record BuildEntry
{
    [Description(
        "The platforms that images are built for, such as linux/amd64 and linux/arm64; several need buildx. Default: the container engine's."
    )]
    public string[]? Platforms { get; init; }

    [Description("Values of the Dockerfile's ARGs. Do not put secrets here. Default: none.")]
    public Dictionary<string, string>? Arguments { get; init; }

    [Description(
        "Build secrets, for RUN --mount=type=secret,id=NAME: NAME and the environment variable that holds the value. Default: none."
    )]
    public Dictionary<string, string>? Secrets { get; init; }

    [Description("The limit for the build context, in megabytes. Default: 500.")]
    public double? ContextMegabytes { get; init; }
}
