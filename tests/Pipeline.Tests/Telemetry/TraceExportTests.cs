using System.Diagnostics;
using CliWrap;
using CliWrap.Buffered;
using Pipeline.Build.Telemetry;
using Pipeline.Foundation.Tracing;

namespace Pipeline.Tests.Telemetry;

/// <summary>Alone: what listens to spans listens to those of every run in the process.</summary>
[CollectionDefinition(nameof(TraceExportTests), DisableParallelization = true)]
[Collection(nameof(TraceExportTests))]
public sealed class TraceExportTests
{
    [Theory]
    [InlineData(false, "http/protobuf")]
    [InlineData(true, "grpc")]
    public async Task A_trace_arrives_as_one_tree_with_its_resource(bool isGrpc, string protocol)
    {
        await using var receiver = new OtlpReceiver(isGrpc);
        var settings = Settings(
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", isGrpc ? receiver.Address : $"{receiver.Address}/v1/traces"),
            ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", protocol),
            ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "api-key=made-up")
        );
        using var export = TraceExport.Begin(settings)!;
        using (var run = Spans.Source.StartActivity("RUN shop"))
            Spans.Source.StartActivity("Test")!.SetTag("cicd.pipeline.task.name", "Test").Dispose();

        var trouble = export.Export([KeyValuePair.Create("cicd.pipeline.name", (object)"shop")]);

        trouble.ShouldBeNull();
        var (test, root) = (receiver.Spans.First(), receiver.Spans.Last());
        (root.Name, root.Parent, root.Trace).ShouldBe(("RUN shop", "", test.Trace));
        (test.Name, test.Parent).ShouldBe(("Test", root.Id));
        test.Attributes.ShouldContainKeyAndValue("cicd.pipeline.task.name", "Test");
        test.Resource.ShouldContainKeyAndValue("cicd.pipeline.name", "shop");
        test.Resource.ShouldContainKeyAndValue("service.name", "pipeline");
        receiver.Keys.ShouldBe(["made-up"]);
    }

    [Fact]
    public async Task A_run_of_the_build_arrives()
    {
        await using var receiver = new OtlpReceiver();
        var folder = Directory.CreateTempSubdirectory("traced-").FullName;
        File.WriteAllText(
            Path.Combine(folder, "pipeline.yaml"),
            "platform: shop\nservices: { auth: { path: ., commands: { compile: [sh, -c, 'true'] } } }\n"
        );
        await Cli.Wrap("sh")
            .WithArguments([
                "-c",
                "git init -q && git add --all && git -c user.name=Test -c user.email=test@localhost commit -q -m Start",
            ])
            .WithWorkingDirectory(folder)
            .ExecuteAsync();

        var ended = await Cli.Wrap("dotnet")
            .WithArguments([TestedBuild.Path, "Compile", "--root", folder])
            .WithEnvironmentVariables(variables =>
                variables
                    .Set("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address)
                    .Set("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
            )
            .WithWorkingDirectory(Repository.Root)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();

        Directory.Delete(folder, recursive: true);
        receiver
            .Spans.Select(span => span.Name)
            .ShouldBe(["sh", "Compile auth", "Compile", "RUN shop"], ended.StandardOutput + ended.StandardError);
    }

    [Fact]
    public async Task A_thousand_spans_all_arrive()
    {
        await using var receiver = new OtlpReceiver();
        using var export = TraceExport.Begin(
            Settings(
                ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", $"{receiver.Address}/v1/traces"),
                ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf")
            )
        )!;
        for (var i = 0; i < 1000; i++)
            Spans.Source.StartActivity($"{i}")!.Dispose();

        export.Export([]).ShouldBeNull();

        receiver.Spans.Count.ShouldBe(1000);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(400)]
    [InlineData(404)]
    public async Task A_receiver_that_refuses_is_told_in_a_sentence(int status)
    {
        await using var receiver = new OtlpReceiver { Status = status };
        using var export = TraceExport.Begin(
            Settings(
                ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", $"{receiver.Address}/v1/traces"),
                ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf")
            )
        )!;
        Spans.Source.StartActivity("RUN shop")!.Dispose();

        export
            .Export([])
            .ShouldBe(
                $"{new Uri(receiver.Address).Authority} did not take the trace of this run, which is dropped: see whether a receiver of OTLP over HTTP listens there"
            );
    }

    [Fact]
    public void Nobody_who_listens_is_told_in_a_sentence()
    {
        var port = LoopbackPort.Free();
        using var export = TraceExport.Begin(
            Settings(("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", $"http://127.0.0.1:{port}"))
        )!;
        Spans.Source.StartActivity("RUN shop")!.Dispose();

        export.Export([])!.ShouldStartWith($"127.0.0.1:{port} did not take the trace of this run");
    }

    [Fact]
    public void A_wrong_address_is_told_in_a_sentence()
    {
        using var export = TraceExport.Begin(Settings(("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "nowhere")))!;

        export.Export([])!.ShouldStartWith("the trace of this run is dropped, as the variables of OTLP are wrong: ");
    }

    [Theory]
    [InlineData("http://127.0.0.1:4318", "HEADERS", "made up")]
    [InlineData("localhost:4318", "PROTOCOL", "http/protobuf")]
    [InlineData("localhost:4317", "PROTOCOL", "grpc")]
    [InlineData("ftp://127.0.0.1", "PROTOCOL", "grpc")]
    public void Variables_that_are_wrong_never_end_the_run(string endpoint, string name, string value)
    {
        using var export = TraceExport.Begin(
            Settings(("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", endpoint), ($"OTEL_EXPORTER_OTLP_TRACES_{name}", value))
        )!;
        Spans.Source.StartActivity("RUN shop")!.Dispose();

        export.Export([])!.ShouldStartWith("the trace of this run is dropped, as the variables of OTLP are wrong: ");
    }

    [Fact]
    public async Task A_trace_that_its_beginner_does_not_keep_is_not_exported()
    {
        await using var receiver = new OtlpReceiver();
        using var export = TraceExport.Begin(
            Settings(("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", $"{receiver.Address}/v1/traces"))
        )!;
        var unsampled = new ActivityContext(
            ActivityTraceId.CreateRandom(),
            ActivitySpanId.CreateRandom(),
            ActivityTraceFlags.None,
            isRemote: true
        );
        Spans.Source.StartActivity("RUN shop", ActivityKind.Server, unsampled)!.Dispose();

        export.Export([]).ShouldBeNull();

        receiver.Spans.ShouldBeEmpty();
    }

    [Fact]
    public void Without_an_endpoint_no_span_is_made()
    {
        TraceExport.Begin(Settings()).ShouldBeNull();
        Spans.Source.StartActivity("RUN shop").ShouldBeNull();
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("OTEL_TRACES_EXPORTER", "none")]
    public void What_turns_OpenTelemetry_off_is_obeyed(string name, string value) =>
        TraceExport
            .Begin(Settings(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318"), (name, value)))
            .ShouldBeNull();

    [Fact]
    public void The_keys_of_the_endpoint_are_secrets() =>
        Settings(
            ("OTEL_EXPORTER_OTLP_HEADERS", "api-key=made%20up,x=1"),
            ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "api-key=other")
        )
            .Secrets.ShouldBe(["made up", "1", "other"]);

    private static OtlpSettings Settings(params (string Name, string Value)[] variables) =>
        new(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
