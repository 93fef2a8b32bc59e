using System.Diagnostics;
using System.Globalization;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Foundation.Processes;

namespace Pipeline.Tests.Deployments.Objectives;

/// <summary>A real Prometheus on loopback with thirty days of requests, made by <c>promtool</c>.</summary>
public sealed class RealPrometheus : IAsyncLifetime
{
    private const int Days = 30;

    // A thousand requests an hour for each service; what differs is said of each.
    private static readonly Dictionary<string, Func<double, (double All, double Bad)>> Services = new()
    {
        // One of 2,000 fails: half of the budget of 99.9 %.
        ["auth"] = hours => (hours, hours * 0.0005),
        // Five hours of errors ten days ago, and none since.
        ["flag"] = hours => (hours, Math.Clamp(hours - (24 * 20), 0, 5)),
        // One of 20 fails for the last two hours.
        ["targeting"] = hours => (hours, Math.Max(0, hours - Last) * 0.05),
        // No more requests for the last two hours.
        ["quiet"] = hours => (Math.Min(hours, Last), 0),
        // Gone for two hours.
        ["evaluate"] = hours => (hours <= Last ? hours : double.NaN, 0),
        // Ten requests in all.
        ["analytics"] = hours => (hours * 10 / (Days * 24 * 1000.0), 0),
    };

    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("pipeline-prometheus-").FullName;
    private BackgroundProcess? server;

    /// <summary>The end of the history.</summary>
    public static DateTimeOffset End { get; } = new(2026, 1, 31, 0, 0, 0, TimeSpan.Zero);

    internal PrometheusSettings Settings { get; private set; } = null!;

    /// <summary>99.9 % of requests are answered.</summary>
    internal static Objective Availability { get; } =
        new("availability", 99.9m, TimeSpan.FromDays(Days))
        {
            BadQuery = "sum(increase(http_requests_total{service=\"{service}\",code=~\"5..\"}[{window}]))",
            TotalQuery = "sum(increase(http_requests_total{service=\"{service}\"}[{window}]))",
        };

    private const double Last = (Days * 24) - 2;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllLinesAsync(folder / "history.txt", History());
        await File.WriteAllTextAsync(folder / "prometheus.yml", "");
        using (
            var made = Process.Start(
                "promtool",
                [
                    "tsdb",
                    "create-blocks-from",
                    "openmetrics",
                    "--quiet",
                    "--max-block-duration=720h",
                    folder / "history.txt",
                    folder / "data",
                ]
            )
        )
        {
            await made.WaitForExitAsync();
            made.ExitCode.ShouldBe(0);
        }

        var port = LoopbackPort.Free();
        Settings = new(new($"http://127.0.0.1:{port}"));
        server = BackgroundProcess.Start(
            new(
                "prometheus",
                $"--config.file={folder / "prometheus.yml"}",
                $"--storage.tsdb.path={folder / "data"}",
                "--storage.tsdb.retention.time=60d",
                $"--web.listen-address=127.0.0.1:{port}"
            ),
            folder / "prometheus.log",
            "KILL"
        );
        await Ready();
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task Ready()
    {
        using var http = new HttpClient();
        for (var attempt = 0; ; attempt++)
            try
            {
                using var response = await http.GetAsync(new Uri(Settings.Address, "/-/ready"));
                if (response.IsSuccessStatusCode)
                    return;
                await Task.Delay(50);
            }
            catch (HttpRequestException) when (attempt < 600)
            {
                await Task.Delay(50);
            }
    }

    // An hour between samples, and a minute in the last two hours, as rates of five minutes need.
    private static IEnumerable<string> History()
    {
        yield return "# TYPE http_requests counter";
        double[] times =
        [
            .. Enumerable.Range(0, (int)Last + 1).Select(hour => (double)hour),
            .. Enumerable.Range(1, 120).Select(minute => Last + (minute / 60.0)),
        ];
        foreach (var (service, requests) in Services)
        foreach (var isBad in new[] { false, true })
        foreach (var hours in times)
        {
            var (all, bad) = requests(hours);
            if (!double.IsNaN(all))
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"http_requests_total{{service=\"{service}\",code=\"{(isBad ? 500 : 200)}\"}} {(isBad ? bad : all - bad) * 1000:R} {End.ToUnixTimeSeconds() + ((hours - (Days * 24)) * 3600):0}"
                );
        }

        yield return "# EOF";
    }
}
