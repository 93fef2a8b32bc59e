using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace Pipeline.Tests.Reporting.Html;

/// <summary>A tab, and what went wrong in it.</summary>
internal sealed class ChromiumPage : IAsyncDisposable
{
    private readonly ClientWebSocket socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> pending = new();
    private readonly SemaphoreSlim sending = new(1);
    private Task receiving = Task.CompletedTask;
    private int last;

    /// <summary>Exceptions, errors on the console, and what the page's policy or the network has refused.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    /// <summary>The addresses that the page asked for.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<ChromiumPage> Attach(string target)
    {
        var page = new ChromiumPage();
        var address = JsonDocument.Parse(target).RootElement.GetProperty("webSocketDebuggerUrl").GetString()!;
        await page.socket.ConnectAsync(new Uri(address), CancellationToken.None);
        page.receiving = page.Receive();
        foreach (var domain in (string[])["Page", "Runtime", "Log", "Network"])
            await page.Send($"{domain}.enable");
        return page;
    }

    public async Task Emulate(int width, string scheme)
    {
        await Send(
            "Emulation.setDeviceMetricsOverride",
            new
            {
                width,
                height = 900,
                deviceScaleFactor = 1,
                mobile = width < 600,
            }
        );
        await Send(
            "Emulation.setEmulatedMedia",
            new { features = new[] { new { name = "prefers-color-scheme", value = scheme } } }
        );
    }

    public async Task Navigate(string address)
    {
        await Send("Page.navigate", new { url = address });
        await Until("document.documentElement?.dataset.ready !== undefined && document.readyState === 'complete'");
    }

    /// <summary>The value of an expression, awaited where it is a promise.</summary>
    public async Task<JsonElement> Evaluate(string expression)
    {
        var answer = await Send(
            "Runtime.evaluate",
            new
            {
                expression,
                awaitPromise = true,
                returnByValue = true,
            }
        );
        return answer.TryGetProperty("exceptionDetails", out var details)
                ? throw new InvalidOperationException($"{expression}: {details}")
            : answer.GetProperty("result").TryGetProperty("value", out var value) ? value
            : default;
    }

    public async Task<string> Text(string expression) => (await Evaluate(expression)).ToString();

    /// <summary>Waits until an expression is true; what it still is after 20 s goes into the exception.</summary>
    public async Task Until(string expression)
    {
        var deadline = DateTime.UtcNow.AddSeconds(20);
        while ((await Evaluate(expression)).ValueKind != JsonValueKind.True)
        {
            if (DateTime.UtcNow > deadline)
                throw new TimeoutException(
                    $"Still not true: {expression}. Errors: {string.Join("; ", Errors)}. The page shows: {await Text("document.body.innerText.slice(0, 2000)")}"
                );
            await Task.Delay(25);
        }
    }

    /// <summary>Presses a key, as DOM events name it.</summary>
    public async Task Press(string key)
    {
        var text =
            key.Length == 1 ? key
            : key == "Enter" ? "\r"
            : null;
        var code = key switch
        {
            "Enter" => 13,
            "Tab" => 9,
            "Escape" => 27,
            "ArrowLeft" => 37,
            "ArrowUp" => 38,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            _ => 0,
        };
        await Send(
            "Input.dispatchKeyEvent",
            new
            {
                type = text is null ? "rawKeyDown" : "keyDown",
                key,
                text = text ?? "",
                windowsVirtualKeyCode = code,
            }
        );
        await Send("Input.dispatchKeyEvent", new { type = "keyUp", key });
    }

    public async Task Type(string text) => await Send("Input.insertText", new { text });

    public async Task<JsonElement> Send(string method, object? parameters = null)
    {
        var id = Interlocked.Increment(ref last);
        var answer = pending[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                id,
                method,
                @params = parameters ?? new { },
            }
        );
        await sending.WaitAsync();
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            sending.Release();
        }

        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Send("Page.close");
        }
        catch (Exception e) when (e is WebSocketException or TimeoutException or InvalidOperationException)
        {
            // The tab is gone before it has answered.
        }

        await receiving;
        socket.Dispose();
        sending.Dispose();
    }

    private async Task Receive()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                message.SetLength(0);
                WebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer, CancellationToken.None);
                    message.Write(buffer, 0, part.Count);
                } while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close)
                    break;
                Take(JsonDocument.Parse(message.ToArray()).RootElement);
            }
        }
        catch (WebSocketException)
        {
            // A closed tab drops its connection.
        }

        foreach (var answer in pending.Values)
            answer.TrySetException(new InvalidOperationException("The tab is closed."));
    }

    private void Take(JsonElement message)
    {
        if (message.TryGetProperty("id", out var id))
        {
            if (pending.TryRemove(id.GetInt32(), out var answer))
                if (message.TryGetProperty("error", out var error))
                    answer.SetException(new InvalidOperationException($"{error}"));
                else
                    answer.SetResult(message.GetProperty("result"));
            return;
        }

        var details = message.GetProperty("params");
        switch (message.GetProperty("method").GetString())
        {
            case "Runtime.exceptionThrown":
            case "Log.entryAdded"
                when details.GetProperty("entry").GetProperty("level").GetString() is "error" or "warning":
            case "Runtime.consoleAPICalled":
                Errors.Enqueue($"{details}");
                break;
            case "Network.requestWillBeSent":
                Requests.Enqueue(details.GetProperty("request").GetProperty("url").GetString()!);
                break;
        }
    }
}
