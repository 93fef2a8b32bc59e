using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polyfills.Tests.Aws;

namespace Polyfills.Tests.Ecr;

/// <summary>A strict ECR on loopback.</summary>
public sealed class FakeEcr() : FakeAws(Model())
{
    private readonly FakeRegistry _registry = new();

    /// <summary>Tells the images that lie in the registry, by their digests, from those that do not.</summary>
    public void Holds(Func<string, bool> isThere) => _registry.IsScanned = isThere;

    protected override JsonNode Answer(string operation, JsonElement request) => _registry.Answer(operation, request);

    private static string Model([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "fixtures", "ecr.service-2.json");
}
