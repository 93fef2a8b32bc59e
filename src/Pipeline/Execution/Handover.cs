using System.Collections.Concurrent;
using Nuke.Common.IO;
using Pipeline.Planning;

namespace Pipeline.Execution;

/// <summary>
/// What steps hand over to later ones of the same service, by its type. It is kept in files too, so that a later run of the
/// same commit can go on where an earlier one stopped.
/// </summary>
public sealed class Handover
{
    private readonly ConcurrentDictionary<(StepKey Step, Type Type), object> values = new();
    private readonly AbsolutePath folder;
    private readonly bool isKept;

    internal Handover(AbsolutePath folder, SourceRevision source)
    {
        this.folder = folder / source.Commit;
        // What was made of changed files belongs to no commit.
        isKept = source.Changes.IsEmpty;
    }

    /// <summary>What was handed over in this run, with the step that did.</summary>
    public IEnumerable<(StepKey Step, T Value)> All<T>() =>
        values
            .Where(entry => entry.Key.Type == typeof(T))
            .OrderBy(entry => entry.Key.Step.Service, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Step.Target, StringComparer.Ordinal)
            .Select(entry => (entry.Key.Step, (T)entry.Value));

    internal void Provide<T>(StepKey step, T value)
        where T : notnull
    {
        values[(step, typeof(T))] = value;
        if (!isKept)
            return;

        HandoverFile.Write(folder / step.Service / $"{typeof(T).Name}.{step.Target}.json", value);
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
}
