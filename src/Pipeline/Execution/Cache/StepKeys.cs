using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Planning;

namespace Pipeline.Execution.Cache;

/// <summary>
/// Computes the keys of steps. A key is made of the keys of the steps before, not of what these made: so all keys can be known
/// before anything has run.
/// </summary>
internal sealed class StepKeys(Platform platform, SourceRevision source, SourceIds ids, ToolVersions tools, string code)
{
    private const string Form = "step 1";

    private readonly ConcurrentDictionary<StepNode, Task<ContentKey?>> keys = new();
    private readonly ServiceSources sources = new(platform);

    /// <summary>What the build itself is made of: a change of its logic is a change of what steps do.</summary>
    public static string OwnCode { get; } =
        string.Join(
            ' ',
            new[] { typeof(StepKeys).Assembly, Assembly.GetEntryAssembly() }
                .OfType<Assembly>()
                .Select(assembly => assembly.ManifestModule.ModuleVersionId)
        );

    /// <summary>All files and folders that a service is made of.</summary>
    public ImmutableArray<AbsolutePath> SourcesOf(Service service) =>
        [.. sources.NeededBy(service).SelectMany(needed => sources.PathsOf(needed))];

    /// <summary>The key of a step; null where it has none, so that it has to be run.</summary>
    public Task<ContentKey?> Of(StepNode node) =>
        node.Target.Inputs.IsEmpty ? Task.FromResult<ContentKey?>(null) : keys.GetOrAdd(node, Compute);

    private async Task<ContentKey?> Compute(StepNode node)
    {
        var service = node.Services[0];
        var key = new ContentKeyBuilder()
            .Add(Form)
            .Add(code)
            .Add(RuntimeInformation.RuntimeIdentifier)
            .Add(node.Target.Name)
            .Add(service.Name);
        foreach (var needed in sources.NeededBy(service))
        {
            AddEntry(needed, key);
            var context = new InputContext(needed, platform, ids, sources, tools);
            foreach (var input in node.Target.Inputs)
            {
                var part = new ContentKeyBuilder();
                if (!await input.AddTo(context, part))
                    return null;
                key.Add(input.Name).Add(part.ToKey().Value);
            }
        }

        // Which other services are selected must not matter: what is needed of them is in the key already.
        var own = node.Predecessors.Where(before => before.Services.Contains(service));
        foreach (var before in own.OrderBy(before => before.Target.Name, StringComparer.Ordinal))
            if (await Of(before) is { } earlier)
                key.Add(before.Target.Name).Add(earlier.Value);
            else
                return null;
        return key.ToKey();
    }

    // All that the catalog says of a service; paths are those within the repository, the same on each machine.
    private void AddEntry(Service service, ContentKeyBuilder key) =>
        key.Add(service.Name)
            .Add(Within(service.Directory))
            .Add(service.Path)
            .Add($"{service.Language}")
            .Add(service.Commands.Compile)
            .Add(service.Commands.Test)
            .Add(service.Commands.Lint)
            .Add(service.Dockerfile is { } dockerfile ? Within(dockerfile) : null)
            .Add(Within(service.Context))
            .Add(service.Image)
            .Add(service.SharedPaths)
            .Add(service.DependsOn)
            .Add(service.Manifests)
            .Add(service.Container)
            .Add(service.ImageField)
            .Add($"{service.Coverage:R}");

    private string Within(AbsolutePath path) => Path.GetRelativePath(source.Root, path).Replace('\\', '/');
}
