using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Execution.Cache;
using Pipeline.Planning;

namespace Pipeline.Execution;

/// <summary>
/// What steps hand over to later ones of the same service, by its type. It is kept in files too, so that a later run of the
/// same commit can go on where an earlier one stopped.
/// </summary>
public sealed class Handover
{
    private readonly ConcurrentDictionary<(StepKey Step, string Type), object> values = new();
    private readonly AbsolutePath folder;
    private readonly Redaction redaction;
    private readonly bool isKept;

    internal Handover(AbsolutePath folder, SourceRevision source, Redaction redaction)
    {
        this.redaction = redaction;
        this.folder = folder / source.Commit;
        // What was made of changed files belongs to no commit.
        isKept = source.Changes.IsEmpty;
    }

    /// <summary>What was handed over in this run, with the step that did.</summary>
    public IEnumerable<(StepKey Step, T Value)> All<T>() =>
        values
            .Where(entry => entry.Key.Type == typeof(T).FullName)
            .OrderBy(entry => entry.Key.Step.Service, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Step.Target, StringComparer.Ordinal)
            .SelectMany(entry => Value<T>(entry.Value), (entry, value) => (entry.Key.Step, value));

    /// <summary>
    /// Hands a value over. One with a secret in it is for this run alone: it is not kept, and a value without it would be another.
    /// </summary>
    internal void Provide<T>(StepKey step, T value, Action<string> warn)
        where T : notnull
    {
        values[(step, typeof(T).FullName!)] = value;
        if (!isKept)
            return;

        var file = folder / step.Service / $"{typeof(T).Name}.{step.Target}.json";
        var json = JsonSerializer.Serialize(value);
        if (!redaction.Finds(json))
        {
            HandoverFile.Write(file, Encoding.UTF8.GetBytes(json), durable: true);
            return;
        }

        if (File.Exists(file))
            File.Delete(file);
        warn($"{typeof(T).Name} holds a secret, so it is not kept: a later run has to run {step.Target} again");
    }

    /// <summary>The value of a service; null where there is none, or none that can be read.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="warn">Is told about what cannot be read.</param>
    internal T? Find<T>(string service, Action<string> warn)
        where T : notnull
    {
        var given = All<T>().Where(entry => entry.Step.Service == service).Select(entry => entry.Value).ToArray();
        if (given.Length > 0 || !isKept || !Directory.Exists(folder / service))
            return given.FirstOrDefault();

        return Directory
            .EnumerateFiles(folder / service, $"{typeof(T).Name}.*.json")
            .Order(StringComparer.Ordinal)
            .Select(file => HandoverFile.Read<T>(file, warn))
            .FirstOrDefault(value => value is not null);
    }

    /// <summary>What a step has handed over, to be kept.</summary>
    internal ImmutableArray<CachedValue> Of(StepKey step) =>
        [
            .. values
                .Where(entry => entry.Key.Step == step)
                .OrderBy(entry => entry.Key.Type, StringComparer.Ordinal)
                .Select(entry => new CachedValue(
                    entry.Key.Type,
                    entry.Value as byte[] ?? JsonSerializer.SerializeToUtf8Bytes(entry.Value, entry.Value.GetType())
                )),
        ];

    /// <summary>Hands over again what a step handed over when it was run. It is read once somebody asks for it, by its type.</summary>
    internal void Restore(StepKey step, ImmutableArray<CachedValue> kept)
    {
        foreach (var value in kept)
        {
            values[(step, value.Type)] = value.Json;
            if (!isKept || !value.HasPlainName)
                continue;
            var file = folder / step.Service / $"{value.Name}.{step.Target}.json";
            // A damaged one is passed over when it is read, so this one need not wait for the disk.
            if (!File.Exists(file))
                HandoverFile.Write(file, value.Json, durable: false);
        }
    }

    private static T[] Value<T>(object value)
    {
        if (value is not byte[] json || typeof(T) == typeof(byte[]))
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
