using System.Diagnostics;

namespace Pipeline.Tests.Reporting.Html;

/// <summary>A real Chromium without a window, steered over its DevTools protocol on loopback.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly DirectoryInfo profile = Directory.CreateTempSubdirectory("pipeline-chromium-");
    private readonly Process process;
    private readonly HttpClient http = new();
    private readonly Task<string> address;

    public Chromium()
    {
        process = Process.Start(
            new ProcessStartInfo(
                Find(),
                [
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--remote-debugging-port=0",
                    $"--user-data-dir={profile.FullName}",
                    "about:blank",
                ]
            )
            {
                RedirectStandardError = true,
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        address = Address();
    }

    /// <summary>Opens a file, in a tab of its own, and waits until its script has run.</summary>
    internal async Task<ChromiumPage> Open(string file, int width = 1280, string scheme = "light")
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"http://{await address}/json/new?about:blank");
        using var response = await http.SendAsync(request);
        var page = await ChromiumPage.Attach(await response.Content.ReadAsStringAsync());
        await page.Emulate(width, scheme);
        await page.Navigate(new Uri(file).AbsoluteUri);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        http.Dispose();
        profile.Delete(recursive: true);
    }

    // Chromium chooses a free port, and writes it into its profile when it listens.
    private async Task<string> Address()
    {
        var file = Path.Combine(profile.FullName, "DevToolsActivePort");
        while (!File.Exists(file) || (await File.ReadAllLinesAsync(file)).Length < 2)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"Chromium has ended with {process.ExitCode} before it listened.");
            await Task.Delay(50);
        }

        return $"127.0.0.1:{(await File.ReadAllLinesAsync(file))[0]}";
    }

    private static string Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException(
            $"No browser is on the path ({string.Join(", ", Names)}): install Chromium, as in 'apt-get install chromium'."
        );
}
