using System.Collections.Concurrent;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Processes;
using Pipeline.Planning;

namespace Pipeline.Execution.Steps;

/// <summary>The context of a step: what it works on, and the means to do so.</summary>
public sealed class StepContext
{
    private readonly IStepHost run;
    private readonly ConcurrentQueue<AbsolutePath> outputs = new();
    private readonly StepSandbox sandbox;

    internal StepContext(IStepHost run, StepKey key, ImageSource subject)
    {
        this.run = run;
        Key = key;
        Subject = subject;
        Log = new(run.LogOf(key), run.Redaction);
        sandbox = new(run, this);
    }

    /// <summary>The step's key.</summary>
    public StepKey Key { get; }

    /// <summary>The service or base image that the step is for.</summary>
    public ImageSource Subject { get; }

    /// <summary>The service that the step is for.</summary>
    /// <exception cref="InvalidOperationException">
    /// The step is for a base image, which only a target with <c>ForEachImage</c> has.
    /// </exception>
    public Service Service =>
        Subject as Service
        ?? throw new InvalidOperationException($"{Key} is for a base image, which is not a service.");

    /// <summary>The catalog.</summary>
    public Platform Platform => run.Scope.Platform;

    /// <summary>Where the images go.</summary>
    public DeploymentEnvironment Environment => run.Scope.Environment;

    /// <summary>The commit, and what differs from it.</summary>
    public SourceRevision Source => run.Scope.Source;

    /// <summary>The folder that everything is written under.</summary>
    public AbsolutePath Artifacts => run.Scope.Artifacts;

    /// <summary>The step's log.</summary>
    public StepLog Log { get; }

    /// <summary>Cancelled when the step must end.</summary>
    public CancellationToken Cancellation { get; private set; }

    /// <summary>
    /// Environment variables for all programs of the step, such as the address of a server started for it.
    /// </summary>
    public ImmutableDictionary<string, string?> Variables { get; set; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>
    /// Files and folders that the programs of the service may write, in addition to its own folder and
    /// <see cref="Output"/>.
    /// </summary>
    internal ImmutableArray<AbsolutePath> Writable { get; set; } = [];

    /// <summary>The ports of servers that were started for the programs of the service.</summary>
    internal ImmutableArray<int> Ports { get; set; } = [];

    /// <summary>A file of this step's own under <see cref="Artifacts"/>; its folder exists.</summary>
    /// <param name="kind">The folder that files of this kind share, such as <c>sarif</c>.</param>
    /// <param name="name">The file's name.</param>
    public AbsolutePath Output(string kind, string name)
    {
        var folder = Artifacts / kind / Subject.Name;
        Directory.CreateDirectory(folder);
        outputs.Enqueue(folder / name);
        return folder / name;
    }

    /// <summary>The files that the step asked <see cref="Output"/> for, written or not.</summary>
    internal IEnumerable<AbsolutePath> Outputs => outputs;

    /// <summary>
    /// Hands a value over to the later steps of this service, in this run and in later ones of the same commit.
    /// </summary>
    public void Provide<T>(T value)
        where T : IHandedOver => run.Handover.Provide(Key, value, Log.Write);

    /// <summary>A text with this run's secrets redacted.</summary>
    public string Redact(string text) => run.Redaction.Apply(text);

    /// <summary>Refuses data with a secret in it: it cannot be written, and redacted it would be wrong.</summary>
    /// <param name="data">The data.</param>
    /// <param name="place">What it is for, such as <c>the commit</c>.</param>
    /// <exception cref="StepFailedException">There is a secret in it; the message says which, and where.</exception>
    internal void RefuseSecrets(string data, string place)
    {
        foreach (var line in data.Split('\n'))
            if (run.Redaction.OriginOf(line) is { } origin)
                throw new StepFailedException(
                    $"{place} would hold the secret that {origin} holds, in \"{Redact(line)}\", and is not written: change the secret, or what equals it"
                );
    }

    /// <summary>
    /// The value that an earlier step of this service handed over; null where there is none for this commit.
    /// </summary>
    public T? Find<T>()
        where T : class, IHandedOver => run.Handover.Find<T>(Subject.Name, Log.Write);

    /// <summary>
    /// The value that a step of one of this service's base images handed over; null where there is none for this
    /// commit.
    /// </summary>
    public T? FindOf<T>(OwnBase image)
        where T : class, IHandedOver => run.Handover.Find<T>(image.Name, Log.Write);

    /// <summary>The value that an earlier step of this service handed over.</summary>
    /// <exception cref="StepFailedException">There is none for this commit.</exception>
    public T Take<T>()
        where T : class, IHandedOver =>
        Find<T>()
        ?? throw new StepFailedException(
            $"{Subject.Name} has no {T.Contract} at {Source.Tag}: run the steps before {Key.Target} first"
        );

    /// <summary>Redacts secrets in a file that a program has written.</summary>
    public void RedactFile(AbsolutePath file)
    {
        // Searched byte by byte, like a log, so the encoding does not matter.
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
        if (run.Redaction.Finds(text))
            AtomicFile.Write(
                file,
                stream => stream.Write(Encoding.Latin1.GetBytes(run.Redaction.Apply(text))),
                durable: false
            );
    }

    /// <summary>
    /// A resource that the steps of a run share, such as a container engine: created once, and released after the run.
    /// </summary>
    /// <param name="create">
    /// Creates it. If the step ends first, other steps use it, or the end of the run cancels it.
    /// </param>
    public Task<T> Shared<T>(Func<CancellationToken, Task<T>> create)
        where T : class => run.Resources.Get(create).WaitAsync(Cancellation);

    /// <summary>An extension of the build, by its type.</summary>
    /// <exception cref="InvalidOperationException">The build has none of this type.</exception>
    public T Extension<T>()
        where T : class =>
        run.Scope.Extensions.OfType<T>().SingleOrDefault()
        ?? throw new InvalidOperationException($"The build has no {typeof(T).Name}.");

    /// <summary>
    /// The result of a step that cannot run: a skip where the environment allows that, and a failure everywhere else.
    /// </summary>
    public StepResult Unable(string reason) =>
        Environment.Requires(Key.Target)
            ? StepResult.Failed($"{reason}; {Environment.Name} requires {Key.Target}")
            : StepResult.Skipped(reason);

    /// <summary>Reports progress, in the log and to observers of the run.</summary>
    public void Tell(string line)
    {
        Log.Write(line);
        run.Tell(Key, line);
    }

    /// <summary>The full path of a program; null where it is not installed.</summary>
    public string? FindProgram(string name) => ProgramPath.Find(name, run.Scope.SearchPath.Value);

    /// <summary>The full paths of all programs with a name, the one that a shell would run first.</summary>
    public IEnumerable<string> FindPrograms(string name) => ProgramPath.FindAll(name, run.Scope.SearchPath.Value);

    /// <summary>
    /// Runs a program that may run code of the service to its end; its output goes to the log. It sees the variables
    /// that every program needs and those that the catalog names, and on Linux it writes the service's places alone.
    /// </summary>
    /// <param name="command">The program; a relative path is relative to where it runs.</param>
    /// <param name="show">
    /// Converts a line of standard output for the log, or drops it (null); for output in a format for programs.
    /// The default writes all of it as it is.
    /// </param>
    /// <exception cref="StepFailedException">The program is not installed.</exception>
    public Task<CommandOutcome> Run(CommandLine command, Func<string, string?>? show = null) =>
        Run(command, show, sandbox.OfProgram());

    /// <summary>The same, within a time of its own; null: it took longer, and was ended.</summary>
    /// <inheritdoc cref="Run(CommandLine, Func{string, string?}?)"/>
    internal async Task<CommandOutcome?> Run(CommandLine command, TimeSpan within)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(within);
        try
        {
            return await CommandRunner.Run(
                command,
                Locate(command),
                sandbox.OfProgram(),
                Log,
                show: null,
                deadline.Token
            );
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>
    /// Runs a program of Pipeline's own, which runs no code of the service, with all that the build sees and may do.
    /// </summary>
    /// <inheritdoc cref="Run(CommandLine, Func{string, string?}?)"/>
    public Task<CommandOutcome> RunOwn(CommandLine command, Func<string, string?>? show = null)
    {
        var variables = Variables.SetItems(command.Variables);
        if (run.Scope.SearchPath.Value is { } path && !variables.ContainsKey("PATH"))
            variables = variables.Add("PATH", path);
        return Run(command with { Variables = variables }, show, sandbox: null);
    }

    /// <summary>The sandbox of a server for the service's programs, which does what they ask of it.</summary>
    /// <param name="data">The folder of its data.</param>
    internal Sandbox SandboxOfServer(AbsolutePath data) => sandbox.OfServer(data);

    private Task<CommandOutcome> Run(CommandLine command, Func<string, string?>? show, Sandbox? sandbox) =>
        CommandRunner.Run(command, Locate(command), sandbox, Log, show, Cancellation);

    private string Locate(CommandLine command) =>
        Path.GetFileName(command.Program) == command.Program
            ? FindProgram(command.Program) ?? throw new StepFailedException($"{command.Program} is not installed")
            : Path.GetFullPath(command.Program, Path.GetFullPath(command.Directory ?? "."));

    internal void Begin(CancellationToken cancellation)
    {
        Cancellation = cancellation;
        run.Begin(this);
    }

    /// <summary>Ends what the service's programs have left running, which the result then names.</summary>
    internal StepResult End(StepResult result)
    {
        var left = string.Join(", ", sandbox.End());
        if (result.Status == StepStatus.Failed)
            foreach (var limit in sandbox.Limits())
                Log.Write(limit);
        return left.Length == 0
            ? result
            : result with
            {
                Reason = $"{result.Reason}{(result.Reason is null ? "" : "; ")}ended what it left running: {left}",
            };
    }
}
