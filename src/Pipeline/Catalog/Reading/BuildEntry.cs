using System.ComponentModel;

namespace Pipeline.Catalog.Reading;

[Description("How images are built. What a service says goes before what the platform says.")]
internal sealed record BuildEntry
{
    [Description(
        "The platforms that images are built for, such as linux/amd64 and linux/arm64. Default: that of the container engine."
    )]
    public string[]? Platforms { get; init; }

    [Description("Values of the arguments that Dockerfiles declare by ARG. They are no place for secrets.")]
    public Dictionary<string, string>? Arguments { get; init; }

    [Description(
        "What Dockerfiles mount by RUN --mount=type=secret,id=NAME: the environment variable that holds it, by that name."
    )]
    public Dictionary<string, string>? Secrets { get; init; }

    [Description("The most that is sent to the container engine to build from, in megabytes. Default: 500.")]
    public double? ContextMegabytes { get; init; }
}
