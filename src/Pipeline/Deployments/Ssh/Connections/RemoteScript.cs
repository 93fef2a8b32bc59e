using System.Reflection;

namespace Pipeline.Deployments.Ssh.Connections;

/// <summary>
/// A script for hosts, in the language of every <c>sh</c>; root runs it, by <c>sudo</c> where need be.
/// </summary>
internal static class RemoteScript
{
    // Without a prompt: there is nobody to answer it.
    private const string AsRoot = "test \"$(id -u)\" = 0 && exec \"$@\"; exec sudo -n \"$@\"";

    /// <summary>The command that runs a script with arguments, whatever stands in them.</summary>
    /// <param name="name">The script's name.</param>
    /// <param name="arguments">The arguments; no secrets, as every account of the host sees them.</param>
    public static string Command(string name, params IEnumerable<string> arguments) =>
        string.Join(
            ' ',
            new[] { "sh", "-c", AsRoot, "pipeline", "sh", "-c", Text(name), name }.Concat(arguments).Select(Quoted)
        );

    // Within single quotes nothing is special but their end.
    private static string Quoted(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"hosts/{name}.sh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
