using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Catalog;

/// <summary>A host that is reached by SSH, written <c>USER@HOST</c> or <c>USER@HOST:PORT</c>.</summary>
/// <param name="User">The account that logs in.</param>
/// <param name="Name">The host's name or address.</param>
/// <param name="Port">The port of its SSH server.</param>
public sealed partial record HostAddress(string User, string Name, int Port)
{
    internal const int DefaultPort = 22;

    /// <summary>The address that a text writes; null where it is none.</summary>
    internal static HostAddress? Parse(string text) =>
        Written().Match(text) is { Success: true } match && Number(match.Groups["port"].Value) is { } port
            ? new(match.Groups["user"].Value, match.Groups["host"].Value.Trim('[', ']').ToLowerInvariant(), port)
            : null;

    private static int? Number(string written) =>
        written.Length == 0 ? DefaultPort
        : int.Parse(written, CultureInfo.InvariantCulture) is > 0 and <= ushort.MaxValue and var port ? port
        : null;

    /// <summary>The address as it is written.</summary>
    public override string ToString() =>
        $"{User}@{(Name.Contains(':', StringComparison.Ordinal) ? $"[{Name}]" : Name)}{(Port == DefaultPort ? "" : $":{Port}")}";

    [GeneratedRegex(
        @"\A(?<user>[A-Za-z_][A-Za-z0-9_.-]*)@(?<host>[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\])(:(?<port>[0-9]{1,5}))?\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Written();
}
