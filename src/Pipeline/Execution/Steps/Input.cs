using Pipeline.Catalog;
using Pipeline.Planning;

namespace Pipeline.Execution.Steps;

/// <summary>An input of a target's steps, which is part of their keys.</summary>
/// <param name="Name">Its name, in a word.</param>
/// <param name="AddTo">
/// Adds its value for a service to a key. False where it is unknown: then the step has no key and runs.
/// </param>
public sealed record Input(string Name, Func<InputContext, ContentKeyBuilder, ValueTask<bool>> AddTo);

/// <summary>The context of an input.</summary>
/// <param name="Service">The service that the step is about.</param>
/// <param name="Platform">The catalog.</param>
/// <param name="Ids">Identifies files and folders of the work tree by content.</param>
/// <param name="Sources">Finds the sources of services.</param>
/// <param name="Tools">Finds the versions of tools.</param>
public sealed record InputContext(
    Service Service,
    Platform Platform,
    SourceIds Ids,
    ServiceSources Sources,
    IToolVersions Tools
);

/// <summary>Inputs that several targets share.</summary>
public static class CommonInputs
{
    /// <summary>
    /// The files of a service and of the paths that it depends on, as they are in the work tree, and the settings in
    /// the folders above it. Files that Git ignores do not count.
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

    /// <summary>The severity from which findings fail a step.</summary>
    public static Input Severity { get; } = Of("severity", context => context.Platform.Policy.Severity.ToString());

    /// <summary>The required coverage.</summary>
    public static Input Coverage { get; } =
        Of("coverage", context => $"{context.Service.Coverage ?? context.Platform.Policy.Coverage:R}");

    /// <summary>The versions of the tools that a step runs.</summary>
    /// <param name="tools">The tools for a service; null where the result depends on something unknown.</param>
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
                    // Its path differs from machine to machine.
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
