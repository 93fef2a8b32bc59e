using System.Runtime.InteropServices;

namespace Pipeline.Execution.Recovery;

/// <summary>
/// Ctrl-C, SIGTERM and SIGHUP, as long as it exists: they do not end the process, which is about to end by itself.
/// </summary>
internal sealed class HeldSignals : IDisposable
{
    private readonly ImmutableArray<PosixSignalRegistration> registrations;

    /// <param name="onSignal">What a signal does instead.</param>
    public HeldSignals(Action onSignal)
    {
        void Hold(PosixSignalContext signal)
        {
            signal.Cancel = true;
            onSignal();
        }

        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Hold),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hold),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Hold),
        ];
    }

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
    }
}
