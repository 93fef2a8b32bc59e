using System.Diagnostics;
using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;

namespace Pipeline.Images.Registries;

/// <summary>
/// Logs in with what <c>docker login</c> keeps for a registry, in its file or in a credential helper.
/// </summary>
/// <param name="host">The registry's host.</param>
/// <param name="file">Docker's configuration.</param>
/// <param name="searchPath">
/// Where to search for helpers, as in <c>PATH</c>; null: the <c>PATH</c> of this process.
/// </param>
/// <remarks>https://github.com/docker/docker-credential-helpers</remarks>
internal sealed class DockerLogin(string host, AbsolutePath file, string? searchPath = null)
    : ICredentialProvider,
        IDisposable
{
    // A helper's user name for identity tokens.
    private const string TokenUser = "<token>";

    private const string NothingKept = "credentials not found";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim gate = new(1);
    private (RegistryCredential? Login, bool IsKnown) known;

    private sealed record Kept(string? Username, string? Secret);

    /// <inheritdoc />
    public async Task<RegistryCredential?> Login(CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            if (!known.IsKnown)
                known = (await Read(cancellation), true);
            return known.Login;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc />
    public void Forget(RegistryCredential refused)
    {
        if (known.Login == refused)
            known = default;
    }

    /// <inheritdoc />
    public void Dispose() => gate.Dispose();

    private async Task<RegistryCredential?> Read(CancellationToken cancellation)
    {
        var config = DockerConfig.Read(file);
        return (config.HelperFor(host) is var (program, server) ? await Ask(program, server, cancellation) : null)
            ?? config.LoginFor(host);
    }

    private async Task<RegistryCredential?> Ask(string program, string server, CancellationToken cancellation)
    {
        // Registries of this machine are mostly open: a helper that is not installed is no error.
        if (ProgramPath.Find(program, searchPath) is not { } path)
            return RegistryAddress.IsLoopback(host)
                ? null
                : throw new StepFailedException(
                    $"{file} names the credential helper {program} for {host}, and that is not installed"
                );

        // A helper prints secrets, so its output is not logged.
        var start = new ProcessStartInfo(path, ["get"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var helper = Process.Start(start)!;
        try
        {
            var (output, error) = (
                helper.StandardOutput.ReadToEndAsync(patience.Token),
                helper.StandardError.ReadToEndAsync(patience.Token)
            );
            await Tell(helper, server);
            await helper.WaitForExitAsync(patience.Token);
            return Judge(program, helper.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            helper.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            throw new StepFailedException($"{program} did not answer within {Patience.TotalSeconds:0} s");
        }
    }

    private static async Task Tell(Process helper, string server)
    {
        try
        {
            await helper.StandardInput.WriteLineAsync(server);
            helper.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading its input; its output says why.
        }
    }

    private RegistryCredential? Judge(string program, int exitCode, string output, string error)
    {
        if (exitCode != 0)
            return
                output.Contains(NothingKept, StringComparison.OrdinalIgnoreCase)
                || error.Contains(NothingKept, StringComparison.OrdinalIgnoreCase)
                ? null
                : throw new StepFailedException($"{program} gives no login for {host}: {(error + output).Trim()}");

        try
        {
            return JsonSerializer.Deserialize<Kept>(output) is { Username: { } user, Secret: { Length: > 0 } secret }
                ? new(user, secret) { IsIdentityToken = user == TokenUser }
                : throw new JsonException();
        }
        catch (JsonException)
        {
            // The exception's message would quote the secret.
            throw new StepFailedException(
                $"{program} printed no login for {host}: expected \"Username\" and \"Secret\" in JSON"
            );
        }
    }
}
