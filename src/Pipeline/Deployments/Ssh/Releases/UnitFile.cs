using System.Text;
using Pipeline.Catalog;

namespace Pipeline.Deployments.Ssh.Releases;

/// <summary>The unit by which systemd runs a service on a host.</summary>
/// <remarks>https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html</remarks>
internal static class UnitFile
{
    /// <summary>The unit's name.</summary>
    public static string NameOf(DeploymentEnvironment environment, Service service) =>
        $"{environment.Ssh!.UnitPrefix}-{service.Name}.service";

    /// <summary>
    /// The unit's text, which is the same for each release, as it goes by the link to the current one.
    /// </summary>
    /// <param name="environment">The environment.</param>
    /// <param name="service">The service.</param>
    /// <param name="program">How it runs there.</param>
    /// <param name="folder">Its folder on the host.</param>
    public static string Write(DeploymentEnvironment environment, Service service, HostedProgram program, string folder)
    {
        var name = NameOf(environment, service)[..^".service".Length];
        var files = $"{folder}/current/files";
        var user = program.User is { } account ? $"User={account}\n" : "";
        var port = program.Port is { } number ? $"Environment=PORT={number}\n" : "";
        return $"""
            # Written by Pipeline, which owns this file: an edit by hand is drift, and the next delivery undoes it.
            [Unit]
            Description={service.Name} in {environment.Name}
            Wants=network-online.target
            After=network-online.target

            [Service]
            Type=exec
            {user}{port}EnvironmentFile={folder}/current/environment
            WorkingDirectory={files}
            StateDirectory={name}
            ExecStart={string.Join(
                ' ',
                program.Run.Select((word, index) => Word(index == 0 ? Program(word, files) : word, index))
            )}
            Restart=always
            RestartSec=1

            [Install]
            WantedBy=multi-user.target

            """;
    }

    private static string Program(string word, string files) =>
        word.StartsWith("./", StringComparison.Ordinal) ? $"{files}/{word[2..]}" : word;

    // Quoted, so that blanks stay; "%" begins a specifier, and "$" a variable, though not in the program's path.
    private static string Word(string word, int index)
    {
        var text = new StringBuilder("\"");
        foreach (var letter in word)
            text.Append(
                letter switch
                {
                    '"' or '\\' => $"\\{letter}",
                    '%' => "%%",
                    '$' when index > 0 => "$$",
                    _ => $"{letter}",
                }
            );
        return text.Append('"').ToString();
    }
}
