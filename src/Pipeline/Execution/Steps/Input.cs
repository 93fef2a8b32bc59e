using Pipeline.Catalog;
using Pipeline.Planning;

namespace Pipeline.Execution.Steps;

/// <summary>Something that the result of a target's steps depends on, and thereby a part of their keys.</summary>
/// <param name="Name">What it is, in a word.</param>
/// <param name="AddTo">
/// Adds what it is for a service to a key. False where that cannot be told: then the step is run, whatever was kept.
/// </param>
public sealed record Input(string Name, Func<InputContext, ContentKeyBuilder, ValueTask<bool>> AddTo);

/// <summary>What an input may look at.</summary>
/// <param name="Service">The service that the step is about.</param>
/// <param name="Platform">The catalog.</param>
/// <param name="Ids">Names files and folders of the work tree by their content.</param>
/// <param name="Sources">Tells which of them services are made of.</param>
/// <param name="Tools">Tells the versions of tools.</param>
public sealed record InputContext(
    Service Service,
    Platform Platform,
    SourceIds Ids,
    ServiceSources Sources,
    IToolVersions Tools
);

/// <summary>The inputs that targets have in common.</summary>
public static class CommonInputs
{
    /// <summary>
    /// The files of a service and of the paths that it depends on, as they are in the work tree, and the settings in the folders
    /// above it. What Git ignores is no source.
    /// </summary>
    public static Input Sources { get; } =
        new(
            "sources",
            (context, key) =>
            {
                foreach (var path in context.Sources.PathsOf(context.Service))
                {
                    if (context.Ids.Of(path) is not { } id)
                        return new(false);
                    key.Add(id);
                }

                var settings = context.Ids.SettingsAbove(context.Service.Directory);
                key.Add(settings);
                return new(settings is not null);
            }
        );

    /// <summary>The severity from which on findings fail a step.</summary>
    public static Input Severity { get; } = Of("severity", context => context.Platform.Policy.Severity.ToString());

    /// <summary>The least coverage that is asked for.</summary>
    public static Input Coverage { get; } =
        Of("coverage", context => $"{context.Service.Coverage ?? context.Platform.Policy.Coverage:R}");

    /// <summary>The tools that a step runs; none at all where they would not decide alone what comes of it.</summary>
    /// <param name="tools">The tools for a service; null where its result depends on more than can be told.</param>
    public static Input Tools(Func<Service, IEnumerable<ToolProbe>?> tools) =>
        new(
            "tools",
            async (context, key) =>
            {
                if (tools(context.Service) is not { } probes)
                    return false;

                foreach (var probe in probes)
                {
                    if (await context.Tools.Of(probe) is not { } versions)
                        return false;
                    // Where it lies differs from machine to machine.
                    key.Add(Path.GetFileName(probe.Program)).Add(versions);
                }

                return true;
            }
        );

    private static Input Of(string name, Func<InputContext, string> value) =>
        new(
            name,
            (context, key) =>
            {
                key.Add(value(context));
                return new(true);
            }
        );
}
