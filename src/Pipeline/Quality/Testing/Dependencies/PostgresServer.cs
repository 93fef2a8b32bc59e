using System.Buffers.Binary;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Testing.Dependencies;

/// <summary>PostgreSQL: its image, or the installed server with a data folder of the step's own.</summary>
internal sealed class PostgresServer : IServerKind
{
    private const string User = "postgres";
    private const string Database = "postgres";

    // The data is deleted with the step, and need not survive a crash.
    private static readonly ImmutableArray<string> Settings =
    [
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        $"listen_addresses={ServerPlace.Host}",
        "unix_socket_directories=",
    ];

    // Fast shutdown: on SIGTERM it would wait for clients (PostgreSQL documentation, "Shutting Down the Server").
    public string Signal => "INT";

    /// <summary>The server program, which Debian, and at times Homebrew, installs outside of the path.</summary>
    public static string? Find(string? searchPath)
    {
        var program =
            ProgramPath.Find("postgres", searchPath)
            ?? new[] { "/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt" }
                .Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateDirectories(folder))
                .Select(folder => Path.Combine(folder, "bin", "postgres"))
                .Where(file => File.Exists(file))
                .MaxBy(file => MajorOf(file));
        return program is null ? null : File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program;
    }

    public ServerImage Container(TestDependency dependency, ServerPlace place) =>
        new(
            dependency.Image!,
            place.Port,
            [
                $"POSTGRES_PASSWORD={place.Password}",
                .. dependency.Environment.Select(variable => $"{variable.Key}={place.Fill(variable.Value)}"),
            ],
            ["postgres", .. Options(place)]
        );

    public async Task<CommandLine?> Program(TestDependency dependency, ServerPlace place, StepContext step)
    {
        if (Find(null) is not { } postgres)
            return null;

        var password = place.Data / "password";
        var data = place.Data / "data";
        AtomicFile.Write(password, place.Password, FileModes.OwnersAlone);
        var account = await Account(place.Data, step);
        var initdb = await step.RunOwn(
            account(
                new(
                    Path.Combine(Path.GetDirectoryName(postgres)!, "initdb"),
                    $"--pgdata={data}",
                    $"--username={User}",
                    $"--pwfile={password}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync"
                )
            )
        );
        if (!initdb.Succeeded)
            throw new StepFailedException($"initdb ended with {initdb.ExitCode}: {initdb.LastLine()}");

        File.Delete(password);
        return account(new(postgres, ["-D", data, .. Options(place)]));
    }

    public async Task<string?> Obstacle(TestDependency dependency, ServerPlace place, CancellationToken cancellation)
    {
        var answer = await ServerDialogue.Ask(place.Port, Startup(), cancellation);
        // "R" asks for authentication, which only a server that accepts sessions does.
        return answer is [(byte)'R', ..] ? null
            : answer.Length == 0 ? "it drops connections"
            : "it accepts no sessions yet";
    }

    public IEnumerable<KeyValuePair<string, string>> Variables(ServerPlace place) =>
        [
            new("DATABASE_URL", $"postgres://{User}:{place.Password}@{ServerPlace.Host}:{place.Port}/{Database}"),
            new("PGHOST", ServerPlace.Host),
            new("PGPORT", $"{place.Port}"),
            new("PGUSER", User),
            new("PGPASSWORD", place.Password),
            new("PGDATABASE", Database),
        ];

    private static IEnumerable<string> Options(ServerPlace place) =>
        Settings.Append($"port={place.Port}").SelectMany(setting => new[] { "-c", setting });

    // The server refuses to run as root: it runs as the account that its packages created.
    private static async Task<Func<CommandLine, CommandLine>> Account(AbsolutePath folder, StepContext step)
    {
        CommandLine Plain(CommandLine command) => command with { Directory = folder };
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return Plain;
        if (step.FindProgram("setpriv") is not { } setpriv)
            throw new StepFailedException(
                "PostgreSQL does not run as root, and setpriv (of util-linux), which could change the user, is not installed: install it, or run as another user"
            );

        var account = (await File.ReadAllLinesAsync("/etc/passwd", step.Cancellation)).Any(line =>
            line.StartsWith($"{User}:", StringComparison.Ordinal)
        )
            ? User
            : "nobody";
        var owned = await step.RunOwn(new("chown", "-R", $"{account}:", folder));
        if (!owned.Succeeded)
            throw new StepFailedException($"the owner of {folder} cannot be changed to {account}: {owned.LastLine()}");
        return command =>
            Plain(
                new(
                    setpriv,
                    [
                        $"--reuid={account}",
                        $"--regid={Group(account)}",
                        "--clear-groups",
                        "--",
                        command.Program,
                        .. command.Arguments,
                    ]
                )
            );
    }

    private static string Group(string account) => account == User ? User : "nogroup";

    private static int MajorOf(string program)
    {
        var folder = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(program)))!;
        var digits = new string([
            .. folder[(folder.IndexOf('@', StringComparison.Ordinal) + 1)..].TakeWhile(char.IsAsciiDigit),
        ]);
        return int.TryParse(digits, out var major) ? major : 0;
    }

    // A StartupMessage of protocol 3.0: length, version, then names and values, each terminated by a zero byte.
    private static byte[] Startup()
    {
        var parameters = Encoding.ASCII.GetBytes($"user\0{User}\0database\0{Database}\0\0");
        var message = new byte[8 + parameters.Length];
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(4), 3 << 16);
        parameters.CopyTo(message, 8);
        return message;
    }
}
