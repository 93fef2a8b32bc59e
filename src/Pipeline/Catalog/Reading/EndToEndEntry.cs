using System.ComponentModel;

namespace Pipeline.Catalog.Reading;

[Description("An end-to-end suite: a program that tests a running environment, and reports in JUnit's XML.")]
internal sealed record EndToEndEntry
{
    [Description("The program and its arguments, run in its folder without a shell.")]
    public required string[] Command { get; init; }

    [Description("Its folder, relative to the catalog. Default: the service's folder; end-to-end for the platform's.")]
    public string? Path { get; init; }

    [Description("The reports that it writes, as a pattern relative to its folder, such as results/*.xml.")]
    public required string Results { get; init; }

    [Description(
        "What it leaves for people, such as screenshots and traces, as patterns relative to its folder. Default: none."
    )]
    public string[]? Artifacts { get; init; }

    [Description("The variables that it sees, such as [TEST_ACCOUNT], in addition to those of passEnv. Default: none.")]
    public string[]? PassEnv { get; init; }

    [Description("Minutes that one run of it may take. Default: 15.")]
    public double? Timeout { get; init; }

    [Description(
        "How often it runs again after it has failed, at most 5; what passes only then counts as flaky. Default: 0."
    )]
    public int? Retries { get; init; }
}

[Description("Where the services of an environment answer.")]
internal sealed record AddressesEntry
{
    [Description("The address in front of all services, https://HOST or https://HOST/PATH. Default: none.")]
    public string? Base { get; init; }

    [Description("The addresses of services that have one of their own, by name. Default: none.")]
    public Dictionary<string, string>? Services { get; init; }
}
