using System.Globalization;
using Pipeline.Catalog;
using Pipeline.Deployments.Ssh.Connections;
using Pipeline.Deployments.Ssh.Hosts;
using Pipeline.Deployments.Ssh.Releases;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ssh.Changes;

/// <summary>Makes the changes of a service on the hosts of an environment.</summary>
/// <param name="step">The service's step.</param>
/// <param name="environment">The environment.</param>
/// <param name="pool">Its hosts.</param>
/// <param name="steadiness">How long a new process must stay the same.</param>
internal sealed class HostWriter(
    StepContext step,
    DeploymentEnvironment environment,
    HostPool pool,
    TimeSpan steadiness
)
{
    // As long as other deployments come in between.
    private const int Attempts = 20;

    private readonly string folder = HostFolder.Of(environment, step.Service);
    private readonly string unit = UnitFile.NameOf(environment, step.Service);

    /// <summary>Makes a change, host after host; the first that is not healthy stops it.</summary>
    /// <exception cref="StepFailedException">
    /// It could not be made on each host; the message says what runs where.
    /// </exception>
    public async Task<StepResult> Write(IHostChange change)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var hosts = (await pool.Inspect([step.Service]))[0];
            var decision = await change.Decide(hosts);
            if (decision is HostDecision.Leave leave)
                return leave.Result;
            if (decision is HostDecision.Activate activate)
            {
                using var archives = activate.Release is { } release
                    ? new PackedRelease(step, environment, release)
                    : null;
                if (await EachHost(hosts, host => Activate(host, activate, archives)))
                    return End(activate);
            }
            else if (
                decision is HostDecision.Record record
                && await EachHost(hosts, host => Record(host, record.Entry))
            )
                return StepResult.PassedWith(record.Remark);
        }

        throw new TransientException(
            $"other deployments of {step.Service.Name} to {environment.Name} came in between {Attempts} times: run this again"
        );
    }

    private StepResult End(HostDecision.Activate made)
    {
        var image = ImageReference.Parse(made.Entry.Image!);
        step.Provide(
            new ImageBump(
                environment.Name,
                ReleaseSituation.PlaceOn(pool.Settings.Hosts[0], folder),
                made.Entry.Id,
                image
            )
        );
        var count = pool.Settings.Hosts.Length;
        return StepResult.PassedWith(
            $"{(count == 1 ? $"{pool.Settings.Hosts[0]} runs" : $"{count} hosts run")} {image.Tag}, release {made.Entry.Release}{made.Remark}"
        );
    }

    // False where a host's state has changed since the decision.
    private async Task<bool> EachHost(ImmutableArray<HostedService> hosts, Func<HostedService, Task<bool>> change)
    {
        var done = new List<HostAddress>();
        foreach (var share in hosts.Chunk(pool.Settings.AtATime))
        {
            var ends = await Task.WhenAll(share.Select(host => Try(host, change)));
            done.AddRange(ends.Where(end => end.IsDone).Select(end => end.Host));
            var failures = ends.Select(end => end.Failure).OfType<string>().ToArray();
            if (failures.Length > 0)
                throw new StepFailedException(
                    string.Join("; ", failures)
                        + Others(done, "got it before and keep it")
                        + Others(
                            [.. hosts.Skip(done.Count + failures.Length).Select(host => host.Host)],
                            "were not touched"
                        )
                );
            if (ends.Any(end => !end.IsDone))
                return false;
        }

        return true;
    }

    private static async Task<HostEnd> Try(HostedService host, Func<HostedService, Task<bool>> change)
    {
        try
        {
            return new(host.Host, await change(host), null);
        }
        catch (TransientException lost)
        {
            return new(host.Host, false, $"{lost.Message}; what ran there before runs, or does again in a moment");
        }
        catch (StepFailedException failure)
        {
            return new(host.Host, false, failure.Message);
        }
    }

    private async Task<bool> Activate(HostedService host, HostDecision.Activate decided, PackedRelease? archives)
    {
        var (entry, name) = (decided.Entry, decided.Entry.Release!);
        if (host.Current == name && ReleaseSituation.IsInOrder(host))
            return host.Log.Contains(entry) || await Record(host, entry);

        var connection = await pool[host.Host];
        if (!host.Releases.Contains(name))
        {
            var archive = await archives!.For(host.Machine);
            step.Tell($"{host.Host}: gets {name}, {new FileInfo(archive.File).Length} bytes");
            await ReleaseUpload.Run(connection, folder, name, archive, step.Cancellation);
        }

        return await new Activation(connection, pool.Settings, step.Tell) { Steadiness = steadiness }.Run(
            folder,
            unit,
            host,
            entry,
            cancellation => HealthRequest.Ask(connection, step.Service.Ssh!, pool.Settings.Timeout, cancellation),
            step.Cancellation
        );
    }

    private async Task<bool> Record(HostedService host, LogEntry entry)
    {
        var patience = Math.Ceiling(pool.Settings.Timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var command = RemoteScript.Command("record", folder, host.Stamp, patience, entry.Write());
        var outcome = await (await pool[host.Host]).Run(command, null, step.Cancellation);
        return outcome.Output.Trim() switch
        {
            "done" => true,
            "changed" => false,
            "busy" => throw new StepFailedException(
                $"{host.Host}: another deployment still works on {unit} there: wait for it, and run this again"
            ),
            _ => throw HostFailure.Of(host.Host, outcome.Error),
        };
    }

    private static string Others(IReadOnlyCollection<HostAddress> hosts, string what) =>
        hosts.Count == 0 ? "" : $"; {string.Join(", ", hosts)} {what}";

    private sealed record HostEnd(HostAddress Host, bool IsDone, string? Failure);
}
