using OpenTelemetry.Exporter;

namespace Pipeline.Build.Telemetry;

/// <summary>
/// What OpenTelemetry's own variables say of an exporter of traces by OTLP; those that the exporter reads by itself,
/// such as <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, are left to it.
/// </summary>
/// <param name="variable">Reads a variable.</param>
internal sealed class OtlpSettings(Func<string, string?> variable)
{
    private const string General = "OTEL_EXPORTER_OTLP_";
    private const string OfTraces = $"{General}TRACES_";

    /// <summary>True where an endpoint is stated, and nothing says that none is wanted.</summary>
    public bool IsOn =>
        !"true".Equals(Stated("OTEL_SDK_DISABLED"), StringComparison.OrdinalIgnoreCase)
        && Stated("OTEL_TRACES_EXPORTER") is null or "otlp"
        && (Stated($"{OfTraces}ENDPOINT") ?? Stated($"{General}ENDPOINT")) is not null;

    /// <summary>The keys for the endpoint, which are secret.</summary>
    public IEnumerable<string> Secrets =>
        new[] { Stated($"{General}HEADERS"), Stated($"{OfTraces}HEADERS") }
            .OfType<string>()
            .SelectMany(headers => headers.Split(','))
            .Select(header => Uri.UnescapeDataString(header[(header.IndexOf('=') + 1)..].Trim()))
            .Where(value => value.Length > 0);

    /// <summary>The options of the exporter.</summary>
    /// <exception cref="UriFormatException">The endpoint is no address.</exception>
    public OtlpExporterOptions ToOptions()
    {
        var options = new OtlpExporterOptions();
        // What is stated for traces alone goes before, and is taken as it is.
        if (Stated($"{OfTraces}ENDPOINT") is { } endpoint)
            options.Endpoint = new(endpoint);
        if (Stated($"{OfTraces}HEADERS") is { } headers)
            options.Headers = headers;
        if (Stated($"{OfTraces}PROTOCOL") is { } protocol)
            options.Protocol = protocol == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        // "localhost:4318" is an address whose scheme is localhost.
        return options.Endpoint.Scheme is "http" or "https"
            ? options
            : throw new UriFormatException($"{options.Endpoint} is not http://HOST:PORT or https://HOST:PORT");
    }

    private string? Stated(string name) => variable(name) is { Length: > 0 } value ? value : null;
}
