namespace Nuke.Common.Utilities;

/// <summary>Does one thing now and another when it is disposed of.</summary>
internal sealed class Bracket : IDisposable
{
    public static readonly IDisposable Nothing = new Bracket(() => { }, () => { });

    private readonly Action _close;

    public Bracket(Action open, Action close)
    {
        _close = close;
        open();
    }

    public void Dispose() => _close();
}
