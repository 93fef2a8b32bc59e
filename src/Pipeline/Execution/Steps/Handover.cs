using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Foundation.Secrets;
using Pipeline.Planning;

namespace Pipeline.Execution.Steps;

/// <summary>
/// Values that steps hand over to later steps of the same service, by contract. They are also kept in files, so that a
/// later run of the same commit can use them.
/// </summary>
internal sealed class Handover
{
    private readonly ConcurrentDictionary<
        string,
        ConcurrentDictionary<(string Target, string Contract), object>
    > values = new();
    private readonly ConcurrentDictionary<StepKey, bool> adopted = new();
    private readonly AbsolutePath committed;
    private readonly AbsolutePath changed;
    private readonly AbsolutePath folder;
    private readonly Redaction redaction;

    /// <param name="artifacts">The folder for everything that runs write.</param>
    /// <param name="source">The commit, and what differs from it.</param>
    /// <param name="redaction">Knows the secrets.</param>
    /// <param name="isResumed">True to resume a run, with its values from uncommitted files.</param>
    internal Handover(AbsolutePath artifacts, SourceRevision source, Redaction redaction, bool isResumed)
    {
        this.redaction = redaction;
        committed = In(artifacts) / source.Commit;
        // Values from uncommitted files belong to no commit, and to no other run.
        changed = In(artifacts) / ChangedName(source);
        if (!isResumed && Directory.Exists(changed))
            Directory.Delete(changed, recursive: true);
        folder = source.Changes.IsEmpty ? committed : changed;
    }

    /// <summary>The folder with all values.</summary>
    /// <param name="artifacts">The folder for everything that runs write.</param>
    public static AbsolutePath In(AbsolutePath artifacts) => artifacts / "handover";

    /// <summary>The folder with what a run hands over for a service or base image.</summary>
    /// <param name="artifacts">The folder for everything that runs write.</param>
    /// <param name="source">The commit, and what differs from it.</param>
    /// <param name="name">The service or base image.</param>
    public static AbsolutePath FolderOf(AbsolutePath artifacts, SourceRevision source, string name) =>
        In(artifacts) / (source.Changes.IsEmpty ? source.Commit : ChangedName(source)) / name;

    /// <summary>The values handed over in this run, or in the one being resumed, each with its step.</summary>
    public IEnumerable<(StepKey Step, T Value)> All<T>()
        where T : IHandedOver
    {
        foreach (var step in adopted.Keys.Where(step => File.Exists(FileOf(T.Contract, step))))
            if (HandoverFile.Read<T>(FileOf(T.Contract, step), _ => { }) is { } value)
                ValuesOf(step.Service).TryAdd((step.Target, T.Contract), value);

        return values
            .OrderBy(service => service.Key, StringComparer.Ordinal)
            .SelectMany(service =>
                Given<T>(service.Value).Select(given => (new StepKey(given.Target, service.Key), given.Value))
            );
    }

    /// <summary>
    /// Hands a value over. One with a secret is for this run alone: it is not written, and redacting it would change
    /// it.
    /// </summary>
    internal void Provide<T>(StepKey step, T value, Action<string> warn)
        where T : IHandedOver
    {
        ValuesOf(step.Service)[(step.Target, T.Contract)] = value;
        var file = FileOf(T.Contract, step);
        var json = JsonSerializer.Serialize(value);
        if (!redaction.Finds(json))
        {
            HandoverFile.Write(file, Encoding.UTF8.GetBytes(json), durable: true);
            return;
        }

        if (File.Exists(file))
            File.Delete(file);
        warn($"{T.Contract} holds a secret, so it is not kept: a later run has to run {step.Target} again");
    }

    /// <summary>The value of a service; null where there is no readable one.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="warn">Takes warnings about unreadable files.</param>
    internal T? Find<T>(string service, Action<string> warn)
        where T : IHandedOver
    {
        var given = Given<T>(ValuesOf(service)).Select(given => given.Value).ToArray();
        if (given.Length > 0 || !Directory.Exists(folder / service))
            return given.FirstOrDefault();

        return Directory
            .EnumerateFiles(folder / service, $"{T.Contract}.*.json")
            .Order(StringComparer.Ordinal)
            .Select(file => HandoverFile.Read<T>(file, warn))
            .FirstOrDefault(value => value is not null);
    }

    /// <summary>The values that a step handed over, for the cache.</summary>
    internal ImmutableArray<SerializedValue> Of(StepKey step) =>
        [
            .. ValuesOf(step.Service)
                .Where(entry => entry.Key.Target == step.Target)
                .OrderBy(entry => entry.Key.Contract, StringComparer.Ordinal)
                .Select(entry => new SerializedValue(
                    entry.Key.Contract,
                    entry.Value as byte[] ?? JsonSerializer.SerializeToUtf8Bytes(entry.Value, entry.Value.GetType())
                )),
        ];

    /// <summary>Hands over the values of a replayed step. They are parsed on demand.</summary>
    internal void Restore(StepKey step, ImmutableArray<SerializedValue> kept)
    {
        foreach (var value in kept)
        {
            ValuesOf(step.Service)[(step.Target, value.Contract)] = value.Json;
            if (!value.HasPlainName)
                continue;
            var file = FileOf(value.Contract, step);
            // A damaged file is ignored when read, so this one need not be flushed to the disk.
            if (folder == changed || !File.Exists(file))
                HandoverFile.Write(file, value.Json, durable: false);
        }
    }

    /// <summary>Takes over the values of a step in the run being resumed.</summary>
    /// <param name="step">The step.</param>
    /// <param name="fromCommit">True where nothing was uncommitted then.</param>
    internal void Adopt(StepKey step, bool fromCommit)
    {
        adopted[step] = true;
        var from = (fromCommit ? committed : changed) / step.Service;
        if (from == folder / step.Service || !Directory.Exists(from))
            return;

        Directory.CreateDirectory(folder / step.Service);
        foreach (var file in Directory.EnumerateFiles(from, $"*.{step.Target}.json"))
            File.Copy(file, folder / step.Service / Path.GetFileName(file), overwrite: true);
    }

    private static string ChangedName(SourceRevision source) => $"{source.Commit}-changed";

    private ConcurrentDictionary<(string Target, string Contract), object> ValuesOf(string service) =>
        values.GetOrAdd(service, _ => new());

    private AbsolutePath FileOf(string contract, StepKey step) =>
        folder / step.Service / $"{contract}.{step.Target}.json";

    private static IEnumerable<(string Target, T Value)> Given<T>(
        ConcurrentDictionary<(string Target, string Contract), object> values
    )
        where T : IHandedOver =>
        values
            .Where(entry => entry.Key.Contract == T.Contract)
            .OrderBy(entry => entry.Key.Target, StringComparer.Ordinal)
            .SelectMany(entry => Read<T>(entry.Value), (entry, value) => (entry.Key.Target, value));

    private static T[] Read<T>(object value)
    {
        if (value is not byte[] json)
            return [(T)value];
        try
        {
            return JsonSerializer.Deserialize<T>(json) is { } read ? [read] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
