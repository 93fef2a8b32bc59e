using System.Diagnostics;
using System.Net;
using CliWrap;
using CliWrap.Buffered;
using Pipeline.Tests;

namespace EndToEnd.Tests.Delivery;

/// <summary>The five services of the sample, behind the routes of its ingress, on loopback.</summary>
public sealed class RunningSample : IAsyncLifetime
{
    /// <summary>The key that auth is managed by.</summary>
    public const string MasterKey = "made-up-master-key";

    private static readonly string[] Names = ["analytics", "auth", "evaluation", "flag", "targeting"];

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly HttpListener ingress = new();
    private readonly string programs = Directory.CreateTempSubdirectory("sample-").FullName;
    private readonly Dictionary<string, int> ports = Names.ToDictionary(name => name, _ => LoopbackPort.Free());
    private readonly Dictionary<string, Process> services = [];
    private readonly (string Path, string Service)[] routes = [.. Routes()];
    private Task serving = Task.CompletedTask;

    /// <summary>The ingress's address.</summary>
    public string Address { get; } = $"http://127.0.0.1:{LoopbackPort.Free()}";

    public async ValueTask InitializeAsync()
    {
        foreach (var name in Names)
            services[name] = await Start(name);
        ingress.Prefixes.Add($"{Address}/");
        ingress.Start();
        serving = Serve();
        await Task.WhenAll(ports.Values.Select(LoopbackPort.Answers));
    }

    /// <summary>Ends a service.</summary>
    public async Task Stop(string name)
    {
        services[name].Kill(entireProcessTree: true);
        await services[name].WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in services.Keys)
            await Stop(name);
        ingress.Stop();
        await serving;
        http.Dispose();
        Directory.Delete(programs, recursive: true);
    }

    private async Task<Process> Start(string name)
    {
        var folder = Path.Combine(SamplePlatform.Checkout, "samples", "togglemaster", "services", name);
        var start = File.Exists(Path.Combine(folder, "go.mod"))
            ? new ProcessStartInfo(await Compile(name, folder))
            : new ProcessStartInfo("python3", ["-B", "-m", "app"]);
        start.WorkingDirectory = folder;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        var variables = new Dictionary<string, string>
        {
            ["BIND_ADDRESS"] = "127.0.0.1",
            ["PORT"] = $"{ports[name]}",
            ["MASTER_KEY"] = MasterKey,
            ["AUTH_URL"] = Of("auth"),
            ["FLAG_URL"] = Of("flag"),
            ["TARGETING_URL"] = Of("targeting"),
            ["ANALYTICS_URL"] = Of("analytics"),
        };
        foreach (var (variable, value) in variables)
            start.Environment[variable] = value;
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task<string> Compile(string name, string folder)
    {
        var program = Path.Combine(programs, name);
        await Cli.Wrap("go")
            .WithWorkingDirectory(folder)
            .WithArguments(["build", "-o", program, "."])
            .ExecuteBufferedAsync();
        return program;
    }

    private string Of(string name) => $"http://127.0.0.1:{ports[name]}";

    private async Task Serve()
    {
        var answers = new List<Task>();
        try
        {
            while (true)
                answers.Add(Answer(await ingress.GetContextAsync()));
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
            await Task.WhenAll(answers);
        }
    }

    // As nginx does it: the longest route wins, nothing is rewritten, and what does not answer is a 502.
    private async Task Answer(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        var service = routes
            .FirstOrDefault(route => path == route.Path || path.StartsWith($"{route.Path}/", StringComparison.Ordinal))
            .Service;
        using var response = context.Response;
        if (service is null)
        {
            response.StatusCode = 404;
            return;
        }

        try
        {
            using var answer = await http.SendAsync(Forwarded(context.Request, service));
            response.StatusCode = (int)answer.StatusCode;
            await answer.Content.CopyToAsync(response.OutputStream);
        }
        catch (HttpRequestException)
        {
            response.StatusCode = 502;
        }
    }

    private HttpRequestMessage Forwarded(HttpListenerRequest request, string service)
    {
        var forwarded = new HttpRequestMessage(new(request.HttpMethod), Of(service) + request.RawUrl);
        if (request.HasEntityBody)
        {
            var body = new MemoryStream();
            request.InputStream.CopyTo(body);
            forwarded.Content = new ByteArrayContent(body.ToArray());
        }

        if (request.Headers["Authorization"] is { } authorization)
            forwarded.Headers.Add("Authorization", authorization);
        return forwarded;
    }

    private static IEnumerable<(string Path, string Service)> Routes()
    {
        var file = Path.Combine(SamplePlatform.Checkout, "samples/togglemaster/gitops/manifests/platform/ingress.yaml");
        var words = File.ReadLines(file).Select(line => line.Trim().Split(": ")).ToArray();
        var paths = words.Where(line => line[0] == "- path").Select(line => line[1]);
        var names = words.Where(line =>
            line is ["name", var name] && name.EndsWith("-service", StringComparison.Ordinal)
        );
        return paths.Zip(names, (path, name) => (path, name[1][..^"-service".Length]));
    }
}
